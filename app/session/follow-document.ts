/**
 * Keeps what the studio knows in step with the document, key by key: which files its sources mean,
 * what is wrong with it, and the rows of the shown step. Answers to questions that are no longer the
 * last one are dropped.
 */
import type { EngineError } from '../../engine/contract/errors.ts';
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import { parseInput } from '../../engine/document/schema.ts';
import type { DocumentStore } from '../document/document-store.ts';
import type { DataFile, EngineClient, Question } from './engine-client.ts';
import { createLatest } from './latest.ts';
import { previewRows } from './row-source.ts';
import type { PreviewState, SessionState, SessionStore } from './session-store.ts';
import { throughView } from './row-view.ts';
import { shownStep } from './session-store.ts';
import { targetOf } from './shown-target.ts';
import { findSources, sameFiles } from './source-files.ts';

/** Rows of a preview: enough to scroll through, few enough to be made between two keys. */
export const PREVIEW_ROWS = 1000;

/** Points of a chart, which are looked at all at once: it draws fewer, but of all of them. */
const CHART_ROWS = 100_000;

const rowsToShow = (target: string): number =>
  parseInput(target).port === undefined ? CHART_ROWS : PREVIEW_ROWS;

export interface Follower {
  /** Ends all following. */
  readonly stop: () => void;
  /** Makes the preview again, e.g. after a run has computed rows exactly. */
  readonly refreshPreview: () => void;
  /** What is under way is shown no more: other rows take its place. */
  readonly dropPreview: () => void;
  /** Asks for everything again: something outside of the document has changed what is right. */
  readonly checkAgain: () => void;
}

export function followDocument(
  documents: DocumentStore,
  session: SessionStore,
  engine: EngineClient,
  registry: NodeRegistry,
): Follower {
  let given: ReadonlyMap<string, DataFile> = new Map();
  let turn = 0;

  const question = (): Question => ({
    document: documents.getState().document,
    parameters: session.getState().parameters,
  });

  const giveSources = (): void => {
    const { document } = question();
    const { sources, named } = findSources(document, session.getState(), registry);
    session.setState({ sources });
    if (sameFiles(given, named)) return;
    given = named;
    // Messages to the engine arrive in order: what is asked next finds the files.
    void engine.giveFiles(named);
  };

  const check = createLatest(async () => {
    if (session.getState().engine.status !== 'ready') return;
    const { check: before } = session.getState();
    session.setState({ check: { ...before, status: 'checking' } });
    const answer = await engine.check(question());
    session.setState(({ check: { diagnostics, schemas } }) => ({
      check: answer.ok
        ? { status: 'done', ...answer.value }
        : { status: 'done', diagnostics, schemas, error: answer.error },
    }));
  });

  const preview = async (): Promise<void> => {
    turn += 1;
    const mine = turn;
    const state = session.getState();
    const { document, parameters } = question();
    const target = targetOf(document, shownStep(state), state.port, registry);
    if (target === undefined || state.engine.status !== 'ready') {
      session.setState({ preview: { status: 'idle' } });
      return;
    }
    session.setState({
      preview: { status: 'loading', target, rows: rowsOf(state.preview, target) },
    });
    const started = performance.now();
    const asked = throughView(document, target, state.view);
    const answer = await engine.preview({ ...asked, parameters, rows: rowsToShow(target) });
    if (mine !== turn) return;
    if (answer.ok) {
      const rows = previewRows({ ...answer.value, target });
      const milliseconds = performance.now() - started;
      session.setState({ preview: { status: 'done', target, rows, milliseconds } });
    } else {
      const failed = { status: 'failed', target, error: answer.error } as const;
      session.setState({
        preview: isOver(answer.error) ? { status: 'idle' } : failed,
      });
    }
  };

  const refresh = (): void => {
    giveSources();
    void preview();
    check();
  };

  const stops = [
    documents.subscribe((now, before) => {
      const { document } = now;
      // The layout says nothing about rows.
      if (
        document.nodes === before.document.nodes &&
        document.parameters === before.document.parameters
      )
        return;
      refresh();
    }),
    session.subscribe((now, before) => {
      const ready = now.engine.status === 'ready' && before.engine.status !== 'ready';
      if (ready || isOtherQuestion(now, before)) refresh();
      else if (isOtherView(now, before)) void preview();
    }),
  ];
  refresh();
  return {
    stop: () => stops.forEach((stop) => stop()),
    refreshPreview: () => void preview(),
    dropPreview: () => {
      turn += 1;
    },
    checkAgain: refresh,
  };
}

const isOtherQuestion = (now: SessionState, before: SessionState): boolean =>
  now.files !== before.files ||
  now.parameters !== before.parameters ||
  now.found !== before.found ||
  now.place !== before.place;

/** Whether other rows are asked for than before. */
const isOtherView = (now: SessionState, before: SessionState): boolean =>
  shownStep(now) !== shownStep(before) || now.port !== before.port || now.view !== before.view;

/** Nothing went wrong with the rows: another preview took its turn, or the engine is to be started. */
const isOver = ({ kind, code }: EngineError): boolean =>
  kind === 'cancelled' || code === 'engine-lost';

/** The rows on screen, if they are of the same output: they stay until the new ones are there. */
function rowsOf(preview: PreviewState, target: string) {
  const shown = preview.status === 'done' || preview.status === 'loading' ? preview : undefined;
  return shown?.target === target ? shown.rows : undefined;
}
