/** The pipeline as a tree: an equal view of the canvas for keyboard and screen reader. */
import { useDocument } from '../session/studio.ts';

export function Outline() {
  const nodes = useDocument(({ document }) => document.nodes);
  return (
    <ul>
      {Object.keys(nodes).map((id) => (
        <li key={id}>{id}</li>
      ))}
    </ul>
  );
}
