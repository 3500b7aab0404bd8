import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE, arbitraryDocument } from '../../engine/document/testing/documents.ts';
import { LINK_PREFIX, readLink, writeLink } from './link.ts';

describe('a pipeline in a link', () => {
  it('comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (document) => {
        const link = await writeLink(document);
        expect(link).toMatch(/^#p=[A-Za-z0-9_-]+$/);
        expect(await readLink(link)).toEqual({ ok: true, document });
      }),
      { numRuns: 50 },
    );
  });

  it('is told from rubbish', async () => {
    const link = await writeLink(EXAMPLE);
    for (const rubbish of ['#p=', '#p=%%%', '#p=AAAA', link.slice(0, -20), `${link}=A`]) {
      expect(await readLink(rubbish)).toEqual({ ok: false, problem: 'unreadable' });
    }
  });

  it('says what is wrong with a pipeline that is none', async () => {
    const newer = { ...EXAMPLE, format: 'sluice/9' } as unknown as typeof EXAMPLE;
    const read = await readLink(await writeLink(newer));
    expect(read).toMatchObject({ ok: false, problem: 'invalid' });
    expect('diagnostics' in read ? read.diagnostics[0]?.code : '').toBe('unknown-format');
  });

  it('does not unfold without end', async () => {
    const zeros = new Blob([new Uint8Array(64 * 2 ** 20)]).stream();
    const packed = await new Response(
      zeros.pipeThrough(new CompressionStream('deflate-raw')),
    ).arrayBuffer();
    const bomb = LINK_PREFIX + Buffer.from(packed).toString('base64url');
    expect(bomb.length).toBeLessThan(100_000);
    expect(await readLink(bomb)).toEqual({ ok: false, problem: 'unreadable' });
  });
});
