/** The first rows of a step as a cluster computes them, shown where the rows of the step are. */
import type { Computer } from '../platform/computer.ts';
import { askedOf } from './asked-document.ts';
import type { PreviewAnswer } from './engine-client.ts';
import { PREVIEW_ROWS } from './follow-document.ts';
import { previewRows } from './row-source.ts';
import type { PreviewState } from './session-store.ts';
import type { Studio } from './studio.ts';

/** @param target `node.port` */
export async function previewThere(
  studio: Studio,
  computer: Computer,
  cluster: string,
  target: string,
): Promise<void> {
  const { session } = studio;
  studio.dropPreview();
  const waiting: PreviewState = { status: 'loading', target };
  session.setState({ preview: waiting, tab: 'data' });
  const started = performance.now();
  const asked = await askedOf(studio, computer);
  const answer = await computer.client.call('push.preview', {
    ...asked,
    cluster,
    target,
    rows: PREVIEW_ROWS,
  });
  // Somebody looks at other rows by now.
  if (session.getState().preview !== waiting) return;
  if (answer.ok) {
    const rows = { ...previewRows(answer.value as PreviewAnswer), target, from: cluster };
    const milliseconds = performance.now() - started;
    session.setState({ preview: { status: 'done', target, rows, milliseconds } });
  } else {
    session.setState({ preview: { status: 'failed', target, error: answer.error } });
  }
}
