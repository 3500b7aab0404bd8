/** Keeps the studio in step with its pushes: the list, the steps on the canvas, and how they ended. */
import type { TFunction } from 'i18next';
import type { Computer, Push } from '../../platform/computer.ts';
import { hasEnded, isLeft, isPreview, withPush } from '../../platform/pushes.ts';
import type { Studio } from '../../session/studio.ts';
import { ownPush } from './own-push.ts';
import { pushedSteps } from './pushed-steps.ts';

type Translate = TFunction<'cluster'>;

/** @returns stops following */
export function followPushes(studio: Studio, computer: Computer, t: Translate): () => void {
  const stops = [loadPushes(computer), drawPushes(studio, computer), tellEnds(studio, computer, t)];
  return () => stops.forEach((stop) => stop());
}

/** What came of them while this page was not there; the host tells the rest. */
function loadPushes(computer: Computer): () => void {
  let isOver = false;
  const load = (): void =>
    void computer.client.call('jobs.list', {}).then((answer) => {
      if (isOver || !answer.ok) return;
      const listed = answer.value.filter((job) => job.kind === 'push');
      computer.store.setState({ pushes: listed.reduce(withPush, []) });
    });
  load();
  // A command that was killed says nothing more: whether anybody attends to its push is asked again.
  addEventListener('focus', load);
  return () => {
    isOver = true;
    removeEventListener('focus', load);
  };
}

/** Until the steps are others, or the push has ended well. */
function drawPushes({ documents, session, workspace }: Studio, computer: Computer): () => void {
  let drawn: Push | undefined;
  const look = (): void => {
    const { pushes = [] } = computer.store.getState();
    const own = ownPush(workspace.store.getState().id);
    const push = pushes.find(({ id }) => id === own);
    // Of one that nobody attends to nobody knows how far it is.
    const isShown =
      push !== undefined && !isLeft(push) && (!hasEnded(push) || drawn?.id === push.id);
    if (isShown && push === drawn) return;
    if (!isShown && drawn === undefined) return;
    drawn = isShown ? push : undefined;
    const { document } = documents.getState();
    session.setState({ pushed: isShown ? pushedSteps(push, document) : undefined });
  };
  const stops = [
    computer.store.subscribe((now, before) => {
      if (now.pushes !== before.pushes) look();
    }),
    workspace.store.subscribe((now, before) => {
      if (now.id !== before.id || now.status !== before.status) {
        drawn = undefined;
        look();
      }
    }),
    documents.subscribe((now, before) => {
      if (drawn === undefined || now.document.nodes === before.document.nodes) return;
      // What ended said something of other steps.
      if (hasEnded(drawn)) drawn = undefined;
      session.setState({
        pushed: drawn === undefined ? undefined : pushedSteps(drawn, now.document),
      });
    }),
  ];
  look();
  return () => stops.forEach((stop) => stop());
}

const KINDS = {
  succeeded: 'success',
  failed: 'error',
  cancelled: 'info',
  lost: 'error',
} as const;

/** Somebody waits for it, and looks elsewhere meanwhile. */
function tellEnds({ session, notify }: Studio, computer: Computer, t: Translate): () => void {
  return computer.store.subscribe(({ pushes = [] }, { pushes: before = [] }) => {
    if (pushes === before) return;
    const waited = new Set(before.filter((push) => !hasEnded(push)).map(({ id }) => id));
    for (const push of pushes) {
      const { id, state, name, connection, error } = push;
      if (!waited.has(id) || !hasEnded(push) || isPreview(push)) continue;
      const run = (): void => {
        computer.store.setState({ shownPush: { id } });
        session.setState({ tab: 'runs' });
      };
      const kind = KINDS[state as keyof typeof KINDS];
      const text = t(`ended-${state}`, { pipeline: name, name: connection });
      const hint = state === 'failed' || state === 'lost' ? error?.message : undefined;
      notify({
        kind,
        text,
        ...(hint === undefined ? {} : { hint }),
        action: { label: t('show'), run },
      });
    }
  });
}
