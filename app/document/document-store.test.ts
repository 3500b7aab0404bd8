import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDocument } from '../../engine/document/format.ts';
import { parseDocumentValue } from '../../engine/document/parse.ts';
import { EXAMPLE } from '../../engine/document/testing/documents.ts';
import { emptyDocument } from '../../engine/document/schema.ts';
import { registry } from '../../nodes/registry.ts';
import { setName, setParam } from './commands/params.ts';
import { removeSteps, setTitle } from './commands/steps.ts';
import { createDocumentStore } from './document-store.ts';
import { edgesOf } from './edges.ts';
import { GESTURES, gestures } from './testing/commands.ts';

const condition = (text: string) => setParam('late', ['condition'], text);

describe('the document store', () => {
  it('undoes and redoes a setting', () => {
    const store = createDocumentStore(EXAMPLE);
    store.execute(condition('delay > 1'));
    store.undo();
    expect(store.getState().document).toEqual(EXAMPLE);
    store.redo();
    expect(store.getState().document.nodes['late']?.params).toEqual({ condition: 'delay > 1' });
  });

  it('makes one entry of the keys typed into one field', () => {
    let time = 0;
    const store = createDocumentStore(EXAMPLE, () => (time += 100));
    for (const text of ['d', 'de', 'del']) store.execute(condition(text));
    expect(store.getState().past).toHaveLength(1);
    store.undo();
    expect(store.getState().document).toEqual(EXAMPLE);
  });

  it('makes two entries of typing with a pause, a seal, an undo or another field between', () => {
    let time = 0;
    const store = createDocumentStore(EXAMPLE, () => time);
    store.execute(condition('a'));
    time += 1600;
    store.execute(condition('b'));
    store.seal();
    store.execute(condition('c'));
    store.execute(setTitle('late', 'Late'));
    store.execute(condition('d'));
    expect(store.getState().past).toHaveLength(5);
    store.undo();
    store.execute(condition('e'));
    expect(store.getState().past).toHaveLength(5);
  });

  it('leaves no entry of a command that changes nothing, and keeps what may be redone', () => {
    const store = createDocumentStore(EXAMPLE);
    store.execute(setName('Other'));
    store.undo();
    store.execute(setName(EXAMPLE.name));
    expect(store.getState().past).toHaveLength(0);
    expect(store.getState().future).toHaveLength(1);
  });

  it('jumps to any entry in one change of its state', () => {
    const store = createDocumentStore(EXAMPLE, () => 0);
    const names = ['one', 'two', 'three', 'four'];
    for (const name of names) {
      store.seal();
      store.execute(setName(name));
    }
    let changes = 0;
    store.subscribe(() => (changes += 1));
    const [, second] = store.getState().past;
    store.goTo(second?.id ?? -1);
    expect(store.getState().document.name).toBe('two');
    store.goTo(0);
    expect(store.getState().document).toEqual(EXAMPLE);
    store.goTo(store.getState().future.at(-1)?.id ?? -1);
    expect(store.getState().document.name).toBe('four');
    store.goTo(12_345);
    expect(store.getState().document.name).toBe('four');
    expect(changes).toBe(3);
  });

  it('does nothing with a document that is only to be looked at', () => {
    const store = createDocumentStore(EXAMPLE);
    store.execute(setName('Before'));
    store.setReadOnly({ key: 'open-elsewhere' });
    store.execute(setName('After'));
    store.undo();
    expect(store.getState().document.name).toBe('Before');
    store.setReadOnly(undefined);
    store.undo();
    expect(store.getState().document).toEqual(EXAMPLE);
  });

  it('brings a removed step back to its place in the file', () => {
    const store = createDocumentStore(EXAMPLE);
    store.execute(removeSteps(['flights', 'late']));
    store.undo();
    expect(formatDocument(store.getState().document)).toBe(formatDocument(EXAMPLE));
  });

  it('undoes any gestures to the very text, redoes them, and never breaks an edge', () => {
    fc.assert(
      fc.property(fc.constantFrom(EXAMPLE, emptyDocument('Empty')), gestures, (start, moves) => {
        let time = 0;
        const store = createDocumentStore(start, () => time);
        for (const { name, a, b, after } of moves) {
          time += after;
          const { document } = store.getState();
          const command = GESTURES[name]?.(document, a, b);
          if (command !== undefined) store.execute(command);
          const changed = store.getState().document;
          for (const edge of edgesOf(changed, registry)) {
            expect(Object.keys(changed.nodes), name).toContain(edge.source);
          }
          const parsed = parseDocumentValue(JSON.parse(JSON.stringify(changed)));
          expect(parsed.ok ? [] : parsed.diagnostics, name).toEqual([]);
        }
        const end = store.getState().document;
        const last = store.getState().past.at(-1)?.id ?? 0;
        while (store.getState().past.length > 0) store.undo();
        expect(JSON.stringify(store.getState().document)).toBe(JSON.stringify(start));
        while (store.getState().future.length > 0) store.redo();
        expect(JSON.stringify(store.getState().document)).toBe(JSON.stringify(end));
        store.goTo(0);
        store.goTo(last);
        expect(JSON.stringify(store.getState().document)).toBe(JSON.stringify(end));
      }),
      { numRuns: 300 },
    );
  });
});
