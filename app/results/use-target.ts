/** The output that the panel is about. */
import { shownStep } from '../session/session-store.ts';
import { targetOf } from '../session/shown-target.ts';
import { useDocument, useSession, useStudio } from '../session/studio.ts';

/** `node.port`; undefined when no step with rows is selected. */
export function useTarget(): string | undefined {
  const { registry } = useStudio();
  const step = useSession(shownStep);
  const port = useSession((state) => state.port);
  return useDocument(({ document }) => targetOf(document, step, port, registry));
}
