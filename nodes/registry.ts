/** Every node type. Adding a node is a folder and a line here. */
import type { NodeDefinition, NodeRegistry } from '../engine/contract/node-definition.ts';
import { groupBy } from './aggregate/group-by/group-by.node.ts';
import { pivot } from './aggregate/pivot/pivot.node.ts';
import { unpivot } from './aggregate/unpivot/unpivot.node.ts';
import { window } from './aggregate/window/window.node.ts';
import { sql } from './code/sql/sql.node.ts';
import { cast } from './columns/cast/cast.node.ts';
import { derive } from './columns/derive/derive.node.ts';
import { recordId } from './columns/record-id/record-id.node.ts';
import { rename } from './columns/rename/rename.node.ts';
import { select } from './columns/select/select.node.ts';
import { join } from './combine/join/join.node.ts';
import { union } from './combine/union/union.node.ts';
import { arrow } from './input/arrow/arrow.node.ts';
import { csv } from './input/csv/csv.node.ts';
import { database } from './input/database/database.node.ts';
import { databaseFile } from './input/database-file/database-file.node.ts';
import { generate } from './input/generate/generate.node.ts';
import { inline } from './input/inline/inline.node.ts';
import { json } from './input/json/json.node.ts';
import { parquet } from './input/parquet/parquet.node.ts';
import { chart } from './output/chart/chart.node.ts';
import { databaseOutput } from './output/database/database.node.ts';
import { file } from './output/file/file.node.ts';
import { distinct } from './rows/distinct/distinct.node.ts';
import { explode } from './rows/explode/explode.node.ts';
import { filter } from './rows/filter/filter.node.ts';
import { limit } from './rows/limit/limit.node.ts';
import { sample } from './rows/sample/sample.node.ts';
import { sort } from './rows/sort/sort.node.ts';

const NODES: readonly NodeDefinition[] = [
  csv,
  parquet,
  json,
  arrow,
  database,
  databaseFile,
  inline,
  generate,
  select,
  rename,
  derive,
  cast,
  recordId,
  filter,
  sort,
  limit,
  distinct,
  sample,
  explode,
  join,
  union,
  groupBy,
  window,
  pivot,
  unpivot,
  sql,
  file,
  databaseOutput,
  chart,
];

const byType = new Map(NODES.map((definition) => [definition.type, definition]));

export const registry: NodeRegistry = {
  get: (type) => byType.get(type),
  types: () => [...byType.keys()],
};
