/**
 * Random plans over small inline tables with nulls and duplicates, of every relation kind. What
 * depends on row order is given a total order first, so that every plan has one right result.
 */
import type { Call } from '../../contract/expression.ts';
import { ex } from '../../contract/expression.ts';
import { rel } from '../../contract/rel.ts';
import type { NamedExpression, Relation } from '../../contract/relation.ts';
import { Choices } from './choices.ts';
import type { TestColumn } from './random-expression.ts';
import { randomCondition, randomNumber, randomText } from './random-expression.ts';
import { asof, guarded, join } from './random-join.ts';
import type { Built } from './random-table.ts';
import { allKeys, filtered, plain, same, sorted, table } from './random-table.ts';

const MOST_ROWS = 400;
const MOST_COLUMNS = 9;

export interface RandomPlan {
  readonly roots: readonly Relation[];
}

/** The plan that the tape describes. */
export function randomPlan(tape: readonly number[]): RandomPlan {
  const c = new Choices(tape);
  const pool: Built[] = [table(c, 't'), table(c, 'u')];
  const fresh = names();
  let kind = 0;
  do {
    // Often the same kind again: many rules are about two of a kind.
    if (c.below(3) > 0) kind = c.below(STEPS);
    const made = step(c, kind, pool, fresh);
    // What most rules look for is a filter right above something.
    const built = c.oneIn(3) ? filtered(c, made) : made;
    if (built.rows <= MOST_ROWS && built.columns.length <= MOST_COLUMNS) pool.push(built);
  } while (!c.ended && pool.length < 12);
  const last = pool.at(-1) ?? table(c, 't');
  const roots = [c.oneIn(3) ? sorted(last).relation : last.relation];
  if (c.oneIn(4)) roots.push(c.pick(pool).relation);
  return { roots };
}

const names = (): (() => string) => {
  let count = 0;
  return () => {
    count += 1;
    return `c${count}`;
  };
};

const STEPS = 22;

function step(c: Choices, kind: number, pool: readonly Built[], fresh: () => string): Built {
  // Mostly the newest, so that plans grow deep; sometimes an older one, so that they share.
  const input = c.oneIn(4) ? c.pick(pool) : (pool.at(-1) as Built);
  switch (kind) {
    case 0:
    case 1:
    case 2:
      return filtered(c, input);
    case 3:
    case 4:
      return project(c, input, fresh);
    case 5:
    case 6:
    case 18:
    case 19:
    case 20:
      return join(c, input, c.pick(pool), fresh);
    case 7:
      return aggregate(c, input, fresh);
    case 8:
      return union(c, input, c.pick(pool), fresh);
    case 9:
      return same(
        input,
        rel.limit(sorted(input).relation, c.below(5), c.oneIn(3) ? c.below(3) : 0),
      );
    case 10:
      return topN(c, input);
    case 11:
      return distinct(c, input);
    case 12:
      return window(c, input, fresh);
    case 13:
      return c.below(2) === 0 ? unnest(c, input, fresh) : unpivot(c, input, fresh);
    case 14:
      return pivot(c, input);
    case 15:
      return asof(c, input, c.pick(pool), fresh);
    case 16:
      return c.below(2) === 0 ? query(input) : sample(c, input);
    case 17:
      return guarded(c, input);
    default:
      return sorted(input);
  }
}

function project(c: Choices, input: Built, fresh: () => string): Built {
  const kept = c.some(input.columns, 1);
  const added = Array.from({ length: c.below(3) }, () => {
    const text = c.oneIn(3);
    return {
      column: { name: fresh(), type: text ? ('VARCHAR' as const) : ('BIGINT' as const) },
      expression: text ? randomText(c, input.columns) : randomNumber(c, input.columns),
    };
  });
  const renamed = c.oneIn(3) ? kept.slice(0, 1) : [];
  const columns = kept.map((column) =>
    renamed.includes(column) ? { ...column, name: fresh() } : column,
  );
  return {
    rows: input.rows,
    columns: [...columns, ...added.map((item) => item.column)],
    relation: rel.project(input.relation, [
      ...kept.map((column, i) => ({
        name: columns[i]?.name ?? column.name,
        expression: ex.column(column.name),
      })),
      ...added.map((item) => ({ name: item.column.name, expression: item.expression })),
    ]),
  };
}

function aggregateCalls(
  c: Choices,
  columns: readonly TestColumn[],
  fresh: () => string,
): { column: TestColumn; call: Call }[] {
  return Array.from({ length: 1 + c.below(2) }, () => {
    const argument = c.pick(columns);
    const value = ex.column(argument.name);
    const filter = c.oneIn(4) ? { filter: randomCondition(c, columns, 2) } : {};
    const name = fresh();
    switch (c.below(4)) {
      case 0:
        return { column: { name, type: 'BIGINT' }, call: { ...ex.call('count'), ...filter } };
      case 1:
        return {
          column: { name, type: 'BIGINT' },
          call: { ...ex.call('count', value), distinct: true, ...filter },
        };
      case 2:
        return {
          column: { name, type: argument.type },
          call: { ...ex.call('first', value), orderBy: allKeys(columns), ...filter },
        };
      default:
        return {
          column: { name, type: argument.type },
          call: { ...ex.call('max', value), ...filter },
        };
    }
  });
}

function aggregate(c: Choices, input: Built, fresh: () => string): Built {
  const keys = c.some(input.columns);
  const calls = aggregateCalls(c, input.columns, fresh);
  return {
    rows: keys.length === 0 ? 1 : input.rows,
    columns: [...keys, ...calls.map((item) => item.column)],
    relation: rel.aggregate(
      // Sometimes over a sort, which then is not needed.
      c.oneIn(3) ? sorted(input).relation : input.relation,
      plain(keys),
      calls.map((item) => ({ name: item.column.name, call: item.call })),
    ),
  };
}

/** The second input cut to the first one's types; at times to types that are only castable to them. */
function union(c: Choices, first: Built, second: Built, fresh: () => string): Built {
  const other = c.below(2) === 0;
  const columns = first.columns.map((column): NamedExpression => {
    const castable = other && column.type === 'VARCHAR' ? 'INTEGER' : column.type;
    const found = second.columns.find(({ type }) => type === castable);
    return {
      name: fresh(),
      expression: found === undefined ? ex.cast(ex.null(), castable) : ex.column(found.name),
    };
  });
  return {
    rows: first.rows + second.rows,
    columns: first.columns,
    relation: rel.union([first.relation, rel.project(second.relation, columns)]),
  };
}

function topN(c: Choices, input: Built): Built {
  const per = c.some(input.columns);
  return same(
    input,
    rel.topN({
      input: input.relation,
      per: per.map((column) => ex.column(column.name)),
      by: allKeys(input.columns),
      rows: c.below(4),
      offset: c.oneIn(3) ? 1 : 0,
    }),
  );
}

function distinct(c: Choices, input: Built): Built {
  const keys = c.below(2) === 0 ? {} : { keys: c.some(input.columns, 1).map(({ name }) => name) };
  return same(
    input,
    rel.distinct({
      input: input.relation,
      ...keys,
      keep: c.below(2) === 0 ? 'first' : 'last',
      order: allKeys(input.columns),
      output: c.oneIn(3) ? 'duplicates' : 'kept',
    }),
  );
}

function window(c: Choices, input: Built, fresh: () => string): Built {
  const partitions = c.some(input.columns).map(({ name }) => ex.column(name));
  const expressions = Array.from({ length: 1 + c.below(2) }, (_, i) => ({
    name: fresh(),
    window: {
      kind: 'window' as const,
      call: ex.call(c.pick(['row_number', 'rank', 'dense_rank'])),
      partitionBy: i === 0 ? partitions : partitions.slice(0, 1),
      orderBy: allKeys(input.columns),
    },
  }));
  return {
    rows: input.rows,
    columns: [
      ...input.columns,
      ...expressions.map(({ name }) => ({ name, type: 'BIGINT' as const })),
    ],
    relation: rel.window(input.relation, expressions),
  };
}

function unnest(c: Choices, input: Built, fresh: () => string): Built {
  const column = input.columns.find(({ type }) => type === 'INTEGER[]');
  if (column === undefined) return project(c, input, fresh);
  const positionName = c.below(2) === 0 ? {} : { positionName: fresh() };
  return {
    rows: input.rows * 2,
    columns: input.columns.flatMap((item): TestColumn[] =>
      item === column
        ? [
            { ...item, type: 'INTEGER' },
            ...('positionName' in positionName
              ? [{ name: positionName.positionName, type: 'BIGINT' as const }]
              : []),
          ]
        : [item],
    ),
    relation: rel.unnest(input.relation, {
      column: column.name,
      keepEmpty: c.below(2) === 0,
      ...positionName,
    }),
  };
}

function unpivot(c: Choices, input: Built, fresh: () => string): Built {
  const melted = input.columns.filter(({ type }) => type === 'INTEGER');
  if (melted.length === 0) return project(c, input, fresh);
  const [nameTo, valueTo] = [fresh(), fresh()];
  return {
    rows: input.rows * melted.length,
    columns: [
      ...input.columns.filter((column) => !melted.includes(column)),
      { name: nameTo, type: 'VARCHAR' },
      { name: valueTo, type: 'INTEGER' },
    ],
    relation: rel.unpivot(input.relation, {
      columns: melted.map(({ name }) => name),
      nameTo,
      valueTo,
      dropNulls: c.below(2) === 0,
    }),
  };
}

function pivot(c: Choices, input: Built): Built {
  const column = input.columns.find(({ type }) => type === 'VARCHAR');
  const others = input.columns.filter((item) => item !== column && /^c|^[tu]/.test(item.name));
  if (column === undefined || others.length === 0) return sorted(input);
  const rows = c.some(others);
  return {
    rows: input.rows,
    columns: [...rows, { name: 'a', type: 'BIGINT' }, { name: '1', type: 'BIGINT' }],
    relation: rel.pivot(input.relation, {
      rows: rows.filter(({ name }) => name !== 'a' && name !== '1').map(({ name }) => name),
      column: column.name,
      aggregates: [{ name: 'n', call: ex.call('count') }],
      values: [ex.text('a'), ex.text('1')],
    }),
  };
}

const query = (input: Built): Built =>
  same(
    input,
    rel.sql({
      inputs: [{ name: 'input', relation: input.relation }],
      query: 'SELECT * FROM input',
      param: 'query',
      perPartition: false,
    }),
  );

const sample = (c: Choices, input: Built): Built =>
  same(
    input,
    rel.sample(sorted(input).relation, {
      method: c.pick(['first', 'random', 'stratified']),
      amount: { rows: 1 + c.below(3) },
      by: input.columns.slice(0, 1).map(({ name }) => name),
      seed: c.below(3),
    }),
  );
