/** Which cases of which steps are tried on Spark. */
import { registry } from '../../nodes/registry.ts';
import type { ConformanceCase } from '../../nodes/testing/case.ts';
import { casesFor } from '../../nodes/testing/cases.ts';
import { SPARK_CASES } from './node-cases.ts';

/** One row tells nothing that many do not, but costs as much. */
const worthIt = ({ name }: ConformanceCase): boolean => !/\((?:one|one, one)\)$/.test(name);

/** A chart is drawn by Sluice: the code that is exported writes files alone. */
/** Steps over servers: databases.spec.ts. */
const OF_SERVERS = new Set(['input.database', 'output.database']);

export const TYPES = registry
  .types()
  .filter((type) => type !== 'output.chart' && !OF_SERVERS.has(type));

export const casesOf = (type: string): ConformanceCase[] =>
  [...casesFor(type), ...(SPARK_CASES[type] ?? [])].filter(worthIt);
