import { expect, test } from 'vitest';
import { parseDocumentValue } from '../../engine/document/parse.ts';
import { buildGraph } from '../../engine/graph/build.ts';
import { registry } from '../registry.ts';
import { casesFor } from './cases.ts';

/** Their cases need servers: engine/run/databases.test.ts. */
const OF_SERVERS = new Set(['input.database', 'output.database']);

test.each(registry.types().filter((type) => !OF_SERVERS.has(type)))(
  '%s has conformance cases, and they are valid',
  (type) => {
    const cases = casesFor(type);
    expect(cases.length).toBeGreaterThanOrEqual(2);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    for (const { document, targets } of cases) {
      expect(Object.values(document.nodes).map((node) => node.type)).toContain(type);
      const parsed = parseDocumentValue(document);
      expect(parsed).toMatchObject({ ok: true });
      const { graph, diagnostics } = buildGraph(document, registry);
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      for (const target of targets) {
        const [id, port] = target.split('.');
        const found = [...graph.nodes.values()].find((node) => node.id === id);
        expect(found, target).toBeDefined();
        if (port !== undefined) expect(found?.outPorts).toContain(port);
      }
    }
  },
);
