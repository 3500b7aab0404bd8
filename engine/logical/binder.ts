/** Schemas of relations, from DuckDB's own binder over tables without rows. Types are never inferred by hand. */
import type { Describe } from '../contract/describe.ts';
import { internalError } from '../contract/errors.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import { inputsOf } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import {
  bindAggregate,
  bindProject,
  bindScan,
  bindUnnest,
  bindUnpivot,
  bindWindow,
} from './bind-columns.ts';
import type { BindContext, BindResult, SourceSchema } from './bind-context.ts';
import { bound, failed, inputSchema } from './bind-context.ts';
import { bindAsofJoin, bindJoin, bindSql, bindUnion } from './bind-many.ts';
import { bindFilter, bindKeys, keyExpressions } from './bind-rows.ts';
import { valuesUnknown } from './complete-pivots.ts';
import { expandPivot } from './expand-pivot.ts';
import { rememberDescribe } from './remember-describe.ts';

export type { BindResult, SourceSchema } from './bind-context.ts';

export interface BinderOptions {
  readonly describe: Describe;
  /** All columns of a scan's source: of its `rows` or of its `rejects`. */
  readonly sourceSchema?: SourceSchema;
}

/**
 * One binder serves many versions of a pipeline: relations are remembered while they live, DuckDB's
 * answers by the text that was asked, so after an edit only what its columns reach is asked again.
 */
export interface Binder {
  /**
   * The relation's schema, or what is wrong with it. Binds its inputs first where that has not been
   * done; what is wrong with those is answered as one `upstream-error`.
   * @param sourceSchema instead of the one given at creation
   */
  readonly bind: (relation: Relation, sourceSchema?: SourceSchema) => Promise<BindResult>;
  /** Schema of a relation that has been bound. */
  readonly schemaOf: (relation: Relation) => Schema | undefined;
}

export function createBinder(options: BinderOptions): Binder {
  const describe = rememberDescribe(options.describe);
  const results = new WeakMap<Relation, Promise<BindResult>>();
  const schemas = new WeakMap<Relation, Schema>();
  const noSources = (scan: Scan): Schema => {
    throw internalError(`The binder was not told the columns of a ${scan.source.format} source.`);
  };

  const bind = (relation: Relation, sourceSchema: SourceSchema): Promise<BindResult> => {
    const known = results.get(relation);
    if (known !== undefined) return known;
    const result = bindNew(relation, sourceSchema).catch((thrown: unknown) => {
      results.delete(relation);
      throw thrown;
    });
    results.set(relation, result);
    return result;
  };

  const bindNew = async (relation: Relation, sourceSchema: SourceSchema): Promise<BindResult> => {
    const inputs: Schema[] = [];
    for (const input of inputsOf(relation)) {
      const answer = await bind(input, sourceSchema);
      if (!answer.ok) return upstreamError(relation);
      inputs.push(answer.schema);
    }
    const node = relation.origin?.node;
    const result = await bindKind(relation, { describe, sourceSchema, inputs, node });
    if (result.ok) schemas.set(relation, result.schema);
    return result;
  };

  return {
    bind: (relation, sourceSchema = options.sourceSchema ?? noSources) =>
      bind(relation, sourceSchema),
    schemaOf: (relation) => schemas.get(relation),
  };
}

const upstreamError = ({ origin }: Relation): BindResult =>
  failed({
    severity: 'info',
    code: 'upstream-error',
    message: 'A step before this one has an error.',
    ...(origin === undefined ? {} : { node: origin.node }),
  });

async function bindKind(relation: Relation, context: BindContext): Promise<BindResult> {
  switch (relation.kind) {
    case 'scan':
      return bindScan(relation, context);
    case 'stage-output':
      return bound(relation.schema);
    case 'filter':
      return bindFilter(relation, context);
    case 'project':
      return bindProject(relation, context);
    case 'aggregate':
      return bindAggregate(relation, context);
    case 'join':
      return bindJoin(relation, context);
    case 'asof-join':
      return bindAsofJoin(relation, context);
    case 'sort':
      return bindKeys(context, keyExpressions(relation.by));
    case 'top-n':
      return bindKeys(context, [...relation.per, ...keyExpressions(relation.by)]);
    case 'distinct':
      return bindKeys(context, keyExpressions(relation.order), relation.keys);
    case 'sample':
      return bindKeys(context, [], relation.by);
    case 'union':
      return bindUnion(relation, context);
    case 'window':
      return bindWindow(relation, context);
    case 'pivot':
      return relation.values === undefined
        ? failed(valuesUnknown(relation))
        : bindAggregate(expandPivot(relation), context);
    case 'unpivot':
      return bindUnpivot(relation, context);
    case 'unnest':
      return bindUnnest(relation, context);
    case 'sql':
      return bindSql(relation, context);
    case 'limit':
    case 'sink':
    case 'exchange':
      return bound(inputSchema(context));
  }
}
