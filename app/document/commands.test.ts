import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { EXAMPLE } from '../../engine/document/testing/documents.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { registry } from '../../nodes/registry.ts';
import type { Command } from './command.ts';
import { connect, disconnect } from './commands/connections.ts';
import { groupSteps, moveSteps, ungroup } from './commands/layout.ts';
import { renameParameter, setParam, setParameter } from './commands/params.ts';
import { pasteFragment } from './commands/paste.ts';
import { freeId, insertOnEdge, removeSteps, setTitle } from './commands/steps.ts';
import { createDocumentStore } from './document-store.ts';
import { documentEnglish } from './document.en.ts';
import { edgesOf, wouldCycle } from './edges.ts';
import { copySteps, freeName, placeFragment } from './fragment.ts';
import { renameInSql } from './rename-parameter.ts';
import { GESTURES } from './testing/commands.ts';

function after(document: PipelineDocument, ...commands: Command[]): PipelineDocument {
  const store = createDocumentStore(document);
  for (const command of commands) store.execute(command);
  return store.getState().document;
}

const inputs = (document: PipelineDocument, id: string) => document.nodes[id]?.inputs;

describe('steps', () => {
  it('heals the edges of a removed step', () => {
    const document = after(EXAMPLE, removeSteps(['late']));
    expect(inputs(document, 'by_origin')).toEqual({ input: 'flights' });
    expect(inputs(after(EXAMPLE, removeSteps(['late', 'by_origin'])), 'out')).toEqual({
      input: 'flights',
    });
  });

  it('leaves nothing where a source was', () => {
    const document = after(EXAMPLE, removeSteps(['flights']));
    expect(inputs(document, 'late')).toBeUndefined();
    expect(document.canvas?.positions).toEqual({});
  });

  it('heals a port that takes many without doubling an edge', () => {
    const union: PipelineDocument = {
      ...EXAMPLE,
      nodes: {
        ...EXAMPLE.nodes,
        both: { type: 'combine.union', inputs: { inputs: ['late', 'flights'] }, params: {} },
      },
    };
    expect(inputs(after(union, removeSteps(['late'])), 'both')).toEqual({ inputs: 'flights' });
  });

  it('inserts a step into an edge', () => {
    const [edge] = edgesOf(EXAMPLE, registry).filter(({ target }) => target === 'out');
    const step = {
      id: 'limit',
      node: { type: 'rows.limit', params: { rows: 5 } },
      position: [10, 20],
    } as const;
    if (edge === undefined) throw new Error('no edge');
    const document = after(EXAMPLE, insertOnEdge(step, edge, { input: 'input', output: 'output' }));
    expect(inputs(document, 'limit')).toEqual({ input: 'by_origin' });
    expect(inputs(document, 'out')).toEqual({ input: 'limit.output' });
    expect(document.canvas?.positions?.['limit']).toEqual([10, 20]);
  });

  it('finds readable ids that are free', () => {
    expect(freeId(EXAMPLE, 'Late')).toBe('late_2');
    expect(freeId(EXAMPLE, '2024 Orders (final).csv')).toBe('orders_final_csv');
    expect(freeId(EXAMPLE, 'Öre & sons (2024)')).toBe('ore_sons_2024');
    expect(freeId(EXAMPLE, '日本')).toBe('step');
    expect(freeName('a_9', new Set(['a_9', 'a_10']))).toBe('a_11');
  });

  it('keeps no title that says what the id says', () => {
    expect(after(EXAMPLE, setTitle('late', 'late')).nodes['late']).toEqual(EXAMPLE.nodes['late']);
  });

  it('sets and removes params below params', () => {
    const set = after(EXAMPLE, setParam('by_origin', ['aggregates', 1, 'function'], 'sum'));
    expect(set.nodes['by_origin']?.params['aggregates']).toEqual([
      { name: 'n', function: 'count' },
      { name: 'mean_delay', function: 'sum', column: 'delay' },
    ]);
    const removed = after(EXAMPLE, setParam('by_origin', ['aggregates', 0], undefined));
    expect(removed.nodes['by_origin']?.params['aggregates']).toHaveLength(1);
  });
});

describe('edges', () => {
  it('replaces the edge of a port that takes one, and adds to one that takes many', () => {
    const edge = { source: 'flights', sourcePort: 'output', target: 'out', targetPort: 'input' };
    expect(inputs(after(EXAMPLE, connect(edge, false)), 'out')).toEqual({
      input: 'flights.output',
    });
    expect(inputs(after(EXAMPLE, connect(edge, true)), 'out')).toEqual({
      input: ['by_origin', 'flights.output'],
    });
  });

  it('removes several edges of one port', () => {
    const edge = { source: 'flights', sourcePort: 'output', target: 'out', targetPort: 'input' };
    const many = after(EXAMPLE, connect(edge, true));
    const both = edgesOf(many, registry).filter(({ target }) => target === 'out');
    expect(both).toHaveLength(2);
    expect(inputs(after(many, disconnect(both)), 'out')).toBeUndefined();
  });

  it('sees a cycle before it is there', () => {
    expect(wouldCycle(EXAMPLE, 'out', 'late')).toBe(true);
    expect(wouldCycle(EXAMPLE, 'late', 'out')).toBe(false);
    expect(wouldCycle(EXAMPLE, 'late', 'late')).toBe(true);
  });
});

describe('copies', () => {
  it('keep inner edges, drop outer ones, bring the parameters they name', () => {
    const copy = copySteps(EXAMPLE, ['late', 'by_origin']);
    expect(Object.keys(copy.nodes)).toEqual(['late', 'by_origin']);
    expect(inputs(copy, 'late')).toBeUndefined();
    expect(inputs(copy, 'by_origin')).toEqual({ input: 'late.kept' });
    expect(Object.keys(copy.parameters)).toEqual(['min_delay']);
    expect(copySteps(EXAMPLE, ['by_origin']).parameters).toEqual({});
  });

  it('get ids, groups and places of their own', () => {
    const grouped = after(
      EXAMPLE,
      moveSteps({ late: [100, 0], by_origin: [200, 0] }),
      groupSteps({ id: 'g', title: 'Delays', nodes: ['late', 'by_origin'], position: [90, -10] }),
    );
    const placed = placeFragment(grouped, copySteps(grouped, ['late', 'by_origin']), [24, 24]);
    expect(placed.ids).toEqual(['late_2', 'by_origin_2']);
    expect(placed.parameters).toEqual({});
    const document = after(grouped, pasteFragment(placed));
    expect(inputs(document, 'by_origin_2')).toEqual({ input: 'late_2.kept' });
    expect(document.canvas?.positions?.['late_2']).toEqual([124, 24]);
    expect(document.canvas?.groups?.[1]).toMatchObject({
      id: 'g_2',
      nodes: ['late_2', 'by_origin_2'],
      position: [114, 14],
    });
  });

  it('bring parameters into another pipeline, and leave those it has', () => {
    const other: PipelineDocument = {
      ...EXAMPLE,
      parameters: { min_delay: { type: 'INTEGER', default: 99 } },
    };
    const copy = copySteps(EXAMPLE, ['late']);
    expect(after(other, pasteFragment(placeFragment(other, copy, [0, 0]))).parameters).toEqual(
      other.parameters,
    );
    const empty: PipelineDocument = { ...EXAMPLE, parameters: {}, nodes: {} };
    const pasted = after(empty, pasteFragment(placeFragment(empty, copy, [0, 0])));
    expect(pasted.parameters).toEqual(EXAMPLE.parameters);
  });
});

describe('groups', () => {
  it('stand in each other as a whole or not at all, and go with their last step', () => {
    const [first = '', second = '', third = ''] = Object.keys(EXAMPLE.nodes);
    const nested = after(
      EXAMPLE,
      groupSteps({ id: 'a', title: 'A', nodes: [first, second] }),
      groupSteps({ id: 'b', title: 'B', nodes: [second] }),
    );
    expect(nested.canvas?.groups?.map(({ nodes }) => nodes)).toEqual([[first, second], [second]]);
    const grouped = after(nested, groupSteps({ id: 'c', title: 'C', nodes: [second, third] }));
    expect(grouped.canvas?.groups?.map(({ nodes }) => nodes)).toEqual([
      [first],
      [second],
      [second, third],
    ]);
    const without = after(grouped, removeSteps([second]));
    expect(without.canvas?.groups?.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(after(grouped, ungroup(['a', 'b', 'c'])).canvas?.groups).toEqual([]);
  });
});

describe('parameters', () => {
  it('are renamed in expressions, whole values and paths', () => {
    const before: PipelineDocument = {
      ...EXAMPLE,
      parameters: { first: { type: 'INTEGER' }, ...EXAMPLE.parameters },
      nodes: {
        ...EXAMPLE.nodes,
        top: { type: 'rows.limit', inputs: { input: 'late' }, params: { rows: '$min_delay' } },
        out: {
          type: 'output.file',
          inputs: { input: 'top' },
          params: { path: 'out/${min_delay}.parquet', format: 'parquet' },
        },
      },
    };
    const renamed = after(before, renameParameter('min_delay', 'least', registry));
    expect(Object.keys(renamed.parameters)).toEqual(['first', 'least']);
    expect(renamed.nodes['late']?.params['condition']).toBe('delay >= $least');
    expect(renamed.nodes['top']?.params['rows']).toBe('$least');
    expect(renamed.nodes['out']?.params['path']).toBe('out/${least}.parquet');
    expect(renamed.nodes['by_origin']).toEqual(before.nodes['by_origin']);
  });

  it('are not renamed to a name that is taken', () => {
    const two = after(EXAMPLE, setParameter('other', { type: 'INTEGER' }));
    expect(after(two, renameParameter('other', 'min_delay', registry))).toEqual(two);
  });

  it.each([
    ["a > $n AND b = '$n'", "a > $m AND b = '$n'"],
    ['"$n" = $n -- $n\n+ $n', '"$n" = $m -- $n\n+ $m'],
    ['$$ $n $$ || $n || $t$ $n $t$', '$$ $n $$ || $m || $t$ $n $t$'],
    ['$name + $n_1 + a$n + $N', '$name + $n_1 + a$n + $N'],
    ["E'it\\'s $n' || $n /* $n */", "E'it\\'s $n' || $m /* $n */"],
    ["'it''s $n' || $n", "'it''s $n' || $m"],
  ])('in SQL: %s', (before, expected) => {
    expect(renameInSql(before, 'n', 'm')).toBe(expected);
  });
});

describe('the texts of the history', () => {
  it('are there for every command', async () => {
    const texts = i18next.createInstance();
    await texts.init({ lng: 'en', resources: { en: { document: documentEnglish } } });
    for (const [name, gesture] of Object.entries(GESTURES)) {
      for (const [a, b] of [
        [0, 0],
        [0, 1],
        [1, 3],
      ] as const) {
        const command = gesture(EXAMPLE, a, b);
        if (command === undefined) continue;
        const { key, values } = command.label;
        const text = texts.t(key, { ns: 'document', ...values });
        expect(text, name).not.toBe(key);
        expect(text, name).not.toContain('{{');
      }
    }
  });
});
