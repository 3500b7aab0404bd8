import { expect, test } from 'vitest';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import { placedDiagnostics } from './placed-diagnostics.ts';

const found = (message: string): Diagnostic => ({ severity: 'error', code: 'x', message });
const here = found('wrong everywhere');
const there = found('not on Spark');
const check = { status: 'done', diagnostics: [here], schemas: new Map() } as const;

test('a cluster adds what it alone says, with its name; the same findings are the same array', () => {
  const clusterCheck = { cluster: 'lab', status: 'done', diagnostics: [here, there] } as const;
  const all = placedDiagnostics({ check, clusterCheck });
  expect(all).toEqual([here, { ...there, on: 'lab' }]);
  // Asked again, it says the same: nothing is drawn anew.
  const again = { ...clusterCheck, status: 'checking' } as const;
  expect(placedDiagnostics({ check, clusterCheck: again })).toBe(all);
  const mended = { ...check, diagnostics: [] };
  expect(placedDiagnostics({ check: mended, clusterCheck })).toHaveLength(2);
  expect(placedDiagnostics({ check, clusterCheck: undefined })).toBe(check.diagnostics);
});

test('what only a cluster gets to is no error where one is chosen', () => {
  const far = { ...here, code: 'only-on-cluster' };
  const both = { ...check, diagnostics: [far, here] };
  const clusterCheck = { cluster: 'lab', status: 'done', diagnostics: [] } as const;
  expect(placedDiagnostics({ check: both, clusterCheck })).toEqual([
    { ...far, severity: 'info' },
    here,
  ]);
  expect(placedDiagnostics({ check: both, clusterCheck: undefined })).toEqual([far, here]);
});
