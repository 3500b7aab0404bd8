/** Name and icon of a step above what is said of it. */
import { stepTitle } from '../document/commands/steps.ts';
import { useDocument } from '../session/studio.ts';
import { StepIcon } from '../ui/StepIcon.tsx';
import styles from './Refactor.module.css';

export function StepHeading({ node }: { readonly node: string }) {
  const title = useDocument(({ document }) => stepTitle(document, node));
  const type = useDocument(({ document }) => document.nodes[node]?.type);
  return (
    <h3 className={styles.step}>
      {type === undefined ? null : <StepIcon type={type} size={16} />}
      {title}
    </h3>
  );
}
