/** In the place of the canvas: a file of which nothing can be drawn. */
import { useWorkspace } from '../session/studio.ts';
import { InspectionView } from './InspectionView.tsx';

export function InspectedFile() {
  const inspection = useWorkspace((state) => state.inspection);
  return inspection === undefined ? null : <InspectionView inspection={inspection} />;
}
