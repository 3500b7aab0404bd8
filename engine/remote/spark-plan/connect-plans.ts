/** Messages of Spark Connect for what pipelines need: statements over given rows, files, and writes. */
import type { MessageInitShape } from '@bufbuild/protobuf';
import { create } from '@bufbuild/protobuf';
import { isCatalogTable } from '../../contract/file-target.ts';
import { tableName } from '../../spark/catalog-tables.ts';
import type { SparkOption } from '../../spark/file-options.ts';
import { quoteName, typeText } from '../../spark/types.ts';
import type { SparkType } from '../../spark/types.ts';
import type { Plan } from '../spark-connect/generated/spark/connect/base_pb.ts';
import { PlanSchema } from '../spark-connect/generated/spark/connect/base_pb.ts';
import type { WriteOperationSchema } from '../spark-connect/generated/spark/connect/commands_pb.ts';
import {
  WriteOperation_SaveMode,
  WriteOperation_SaveTable_TableSaveMethod,
} from '../spark-connect/generated/spark/connect/commands_pb.ts';
import type { Expression } from '../spark-connect/generated/spark/connect/expressions_pb.ts';
import {
  Expression_SortOrder_NullOrdering,
  Expression_SortOrder_SortDirection,
  Expression_SortOrderSchema,
  ExpressionSchema,
} from '../spark-connect/generated/spark/connect/expressions_pb.ts';
import type { Relation } from '../spark-connect/generated/spark/connect/relations_pb.ts';
import { RelationSchema } from '../spark-connect/generated/spark/connect/relations_pb.ts';

export const queryPlan = (relation: Relation): Plan =>
  create(PlanSchema, { opType: { case: 'root', value: relation } });

/** A statement for what it does. */
export const commandPlan = (query: string): Plan =>
  create(PlanSchema, {
    opType: {
      case: 'command',
      value: {
        commandType: { case: 'sqlCommand', value: { input: sqlRelation(query, {}, new Map()) } },
      },
    },
  });

/**
 * The rows of a statement.
 * @param tables what stands behind the names in it: letters, digits and `_`
 */
export function sqlRelation(
  query: string,
  namedArguments: Readonly<Record<string, Expression>>,
  tables: ReadonlyMap<string, Relation>,
): Relation {
  const root = create(RelationSchema, {
    relType: { case: 'sql', value: { query, namedArguments: { ...namedArguments } } },
  });
  if (tables.size === 0) return root;
  const references = [...tables].map(([alias, input]) =>
    create(RelationSchema, { relType: { case: 'subqueryAlias', value: { input, alias } } }),
  );
  return create(RelationSchema, {
    relType: { case: 'withRelations', value: { root, references } },
  });
}

/** @param schema Spark's DDL */
export const emptyRelation = (schema: string): Relation =>
  create(RelationSchema, { relType: { case: 'localRelation', value: { schema } } });

export interface FileReading {
  /** Of a table of the catalog it has no meaning, as schema and options have none. */
  readonly format: string;
  /** A table of the catalog stands alone. */
  readonly paths: readonly string[];
  /** Spark's DDL; absent: what the files say. */
  readonly schema?: string | undefined;
  readonly options: readonly SparkOption[];
}

export function readRelation({ format, paths, schema, options }: FileReading): Relation {
  const [first] = paths;
  if (first !== undefined && isCatalogTable(first)) return tableRelation(tableName(first));
  return create(RelationSchema, {
    relType: {
      case: 'read',
      value: {
        readType: {
          case: 'dataSource',
          value: {
            format,
            paths: [...paths],
            ...(schema === undefined ? {} : { schema }),
            options: optionTexts(options),
          },
        },
      },
    },
  });
}

/** @param name as Spark writes it: names with other characters in backticks */
export const tableRelation = (name: string): Relation =>
  create(RelationSchema, {
    relType: {
      case: 'read',
      value: { readType: { case: 'namedTable', value: { unparsedIdentifier: name } } },
    },
  });

/** The columns of a relation in the types that they are wanted in; others are left out. */
export function castRelation(
  input: Relation,
  columns: readonly { readonly name: string; readonly type: SparkType | undefined }[],
): Relation {
  const expressions = columns.map(({ name, type }) => {
    const column = create(ExpressionSchema, {
      exprType: { case: 'unresolvedAttribute', value: { unparsedIdentifier: quoteName(name) } },
    });
    if (type === undefined) return column;
    const cast = create(ExpressionSchema, {
      exprType: {
        case: 'cast',
        value: { expr: column, castToType: { case: 'typeStr', value: typeText(type) } },
      },
    });
    return create(ExpressionSchema, {
      exprType: { case: 'alias', value: { expr: cast, name: [name] } },
    });
  });
  return create(RelationSchema, { relType: { case: 'project', value: { input, expressions } } });
}

/** Files as they were written: the first one's rows first, each in their order. Of Parquet alone. */
export function inFileOrder(input: Relation): Relation {
  const order = ['file_name', 'row_index'].map((field) => ({
    child: create(ExpressionSchema, {
      exprType: {
        case: 'unresolvedAttribute',
        value: { unparsedIdentifier: `_metadata.${field}` },
      },
    }),
    direction: Expression_SortOrder_SortDirection.ASCENDING,
    nullOrdering: Expression_SortOrder_NullOrdering.SORT_NULLS_LAST,
  }));
  return create(RelationSchema, {
    relType: {
      case: 'sort',
      value: {
        input,
        order: order.map((each) => create(Expression_SortOrderSchema, each)),
        isGlobal: true,
      },
    },
  });
}

const SAVE_MODES = {
  error: WriteOperation_SaveMode.ERROR_IF_EXISTS,
  append: WriteOperation_SaveMode.APPEND,
  overwrite: WriteOperation_SaveMode.OVERWRITE,
} as const;

export type SaveMode = keyof typeof SAVE_MODES;

interface Writing {
  readonly input: Relation;
  readonly mode: SaveMode;
  readonly partitionBy: readonly string[];
  readonly options: readonly SparkOption[];
}

export interface FileWriting extends Writing {
  readonly format: string;
  readonly path: string;
}

export const writePlan = ({ format, path, ...writing }: FileWriting): Plan =>
  savePlan(writing, { source: format, saveType: { case: 'path', value: path } });

/**
 * Rows as a table of the catalog, in the format that is the cluster's own. Columns find each other by name.
 * @param name as Spark writes it
 */
export const saveTablePlan = (name: string, writing: Writing): Plan =>
  savePlan(writing, {
    saveType: {
      case: 'table',
      value: {
        tableName: name,
        saveMethod: WriteOperation_SaveTable_TableSaveMethod.SAVE_AS_TABLE,
      },
    },
  });

function savePlan(
  { input, mode, partitionBy, options }: Writing,
  where: Pick<MessageInitShape<typeof WriteOperationSchema>, 'source' | 'saveType'>,
): Plan {
  return create(PlanSchema, {
    opType: {
      case: 'command',
      value: {
        commandType: {
          case: 'writeOperation',
          value: {
            ...where,
            input,
            mode: SAVE_MODES[mode],
            partitioningColumns: [...partitionBy],
            options: optionTexts(options),
          },
        },
      },
    },
  });
}

const optionTexts = (options: readonly SparkOption[]): Record<string, string> =>
  Object.fromEntries(options.map(([name, value]) => [name, String(value)]));
