import { expect, test } from 'vitest';
import { makeRoom } from './make-room.ts';
import { positionsOf } from './positions.ts';
import { joined } from './testing/pipelines.ts';

const document = joined();
const positions = positionsOf(document);

test('what comes after an inserted step moves to the right, what does not stays', () => {
  const edge = { source: 'late', target: 'early' };
  expect(makeRoom(document, positions, edge, { id: 'new', position: [430, 16] })).toEqual({
    new: [560, 16],
    early: [840, 0],
    both: [1120, 80],
  });
});

test('where there is room, nothing moves', () => {
  const far = new Map([...positions, ['early', [900, 0]]] as const);
  const edge = { source: 'late', target: 'early' };
  const position = [600, 16] as const;
  expect(makeRoom(document, far, edge, { id: 'new', position })).toEqual({ new: position });
});

test('an edge that runs backwards leaves the step where it was dropped', () => {
  const back = new Map([...positions, ['early', [0, 300]]] as const);
  const edge = { source: 'late', target: 'early' };
  const position = [100, 150] as const;
  expect(makeRoom(document, back, edge, { id: 'new', position })).toEqual({ new: position });
});
