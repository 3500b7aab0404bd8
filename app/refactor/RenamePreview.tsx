/** All that a rename changes, step by step, and what needs a look. */
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type {
  ColumnRename,
  ParamEdit,
  RenameInsert,
  UnsurePlace,
} from '../../engine/document/column-rename.ts';
import { formatPath } from '../../engine/document/json-path.ts';
import { stepTitle } from '../document/commands/steps.ts';
import { useDocument, useStudio } from '../session/studio.ts';
import { useFieldTitle } from '../session/use-field-title.ts';
import { groupBy } from './group-by.ts';
import styles from './Refactor.module.css';
import { StepHeading } from './StepHeading.tsx';
import { diffText } from './text-diff.ts';
import type { TextPart } from './text-diff.ts';

interface RenamePreviewProps {
  readonly rename: ColumnRename;
  readonly onClose: () => void;
}

export function RenamePreview({ rename, onClose }: RenamePreviewProps) {
  const { t } = useTranslation('refactor');
  const { edits, inserts, unsure } = rename;
  const steps = groupBy(edits, ({ node }) => node);
  const count = edits.length + inserts.length;
  return (
    <>
      <p className={styles.summary} role="status">
        {count === 0
          ? t('no-changes')
          : t('changes', { count, steps: t('steps', { count: steps.size + inserts.length }) })}
      </p>
      {unsure.length === 0 ? null : <UnsureList places={unsure} onClose={onClose} />}
      <ul className={styles.steps}>
        {inserts.map((insert) => (
          <Inserted key={insert.id} insert={insert} />
        ))}
        {[...steps].map(([node, ofStep]) => (
          <li key={node}>
            <StepHeading node={node} />
            {ofStep.map((edit) => (
              <Edit key={formatPath(edit.path)} edit={edit} />
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, undefined, 1) ?? '');

function Edit({ edit: { node, path, before, after } }: { readonly edit: ParamEdit }) {
  const { t } = useTranslation('refactor');
  const title = useFieldTitle(node, path);
  const diff = diffText(textOf(before), textOf(after));
  return (
    <div className={styles.edit}>
      <span className={styles.path}>{title}</span>
      <code className={styles.before} aria-label={t('before')}>
        {before === undefined ? t('none') : <Parts parts={diff.before} as="del" />}
      </code>
      <code className={styles.after} aria-label={t('after')}>
        <Parts parts={diff.after} as="ins" />
      </code>
    </div>
  );
}

const Parts = ({
  parts,
  as: Tag,
}: {
  readonly parts: readonly TextPart[];
  readonly as: 'del' | 'ins';
}) => parts.map(({ text, changed }, i) => (changed ? <Tag key={i}>{text}</Tag> : text));

function Inserted({ insert }: { readonly insert: RenameInsert }) {
  const { t } = useTranslation('refactor');
  const { source, targets, map, reason } = insert;
  const from = useDocument(({ document }) => stepTitle(document, source.split('.', 1)[0] ?? ''));
  const to = useDocument(({ document }) =>
    targets.map(({ node }) => stepTitle(document, node)).join(', '),
  );
  const names = Object.entries(map)
    .map(([old, now]) => `${old} → ${now}`)
    .join(', ');
  return (
    <li>
      <h3 className={styles.step}>
        <span className={styles.badge}>{t('added')}</span> {insert.id}
      </h3>
      <p className={styles.inserted}>
        {reason === 'origin'
          ? t('adds-rename', { map: names, source: from })
          : t('adds-bridge', { map: names, targets: to })}
      </p>
    </li>
  );
}

function UnsureList({
  places,
  onClose,
}: {
  readonly places: readonly UnsurePlace[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('refactor');
  const { reveal } = useStudio();
  const document = useDocument((state) => state.document);
  return (
    <section className={styles.unsure} aria-label={t('look-at-these')}>
      <h3 className={styles.step}>
        <TriangleAlert aria-hidden size={16} /> {t('look-at-these')}
      </h3>
      <ul>
        {places.map(({ node, param, text, reason }) => (
          <li key={`${node} ${param} ${reason}`}>
            <button
              type="button"
              className={styles.go}
              onClick={() => {
                onClose();
                reveal({ node, param: param === '' ? undefined : param });
              }}
            >
              {stepTitle(document, node)}
            </button>{' '}
            {t(`unsure-${reason}`)} <code>{text}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
