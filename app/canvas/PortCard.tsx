/** What flows at the port under the pointer: columns, types, rows. */
import { useTranslation } from 'react-i18next';
import { formatType } from '../../engine/contract/schema.ts';
import { stepTitle } from '../document/commands/steps.ts';
import { useDocument, useSession } from '../session/studio.ts';
import { formatCount } from '../ui/format.ts';
import { useCanvas, useCanvasState } from './canvas.ts';
import type { PointedPort } from './canvas-store.ts';
import { useEdgeRows } from './edge-rows.ts';
import styles from './PortCard.module.css';
import { outputsAt, portKind, schemaAt } from './ports.ts';
import type { OutputAt } from './ports.ts';

/** Columns that are named; the inspector has them all. */
const SHOWN = 12;
const GAP = 14;

export function PortCard() {
  const pointed = useCanvasState((state) => state.pointed);
  const isConnecting = useCanvasState(({ connecting }) => connecting !== undefined);
  return pointed === undefined || isConnecting ? null : <Card pointed={pointed} />;
}

function Card({ pointed }: { readonly pointed: PointedPort }) {
  const { t } = useTranslation('canvas');
  const { viewOf, studio } = useCanvas();
  const { step, port, side, at } = pointed;
  const document = useDocument((state) => state.document);
  const view = viewOf(document, step);
  if (view === undefined) return null;
  const outputs = outputsAt(document, studio.registry, pointed);
  const kind = portKind(view, side, port);
  const place =
    side === 'output'
      ? { left: Math.min(at.right + GAP, innerWidth - 296) }
      : { right: Math.max(innerWidth - at.left + GAP, 8) };
  // Below the middle of the window it grows upwards.
  const top = (at.top + at.bottom) / 2;
  const height = top < innerHeight / 2 ? { top: top - 18 } : { bottom: innerHeight - top - 18 };
  return (
    // For those who see it: the lists of connections say the same in words.
    <div className={styles.card} style={{ ...place, ...height }} aria-hidden data-port-card>
      <div className={styles.head}>
        <span className={styles.mark} data-kind={kind} />
        <strong translate="no">{port}</strong>
        <span className={styles.kind}>{t(`port-kind.${side}-${kind}`)}</span>
      </div>
      {outputs.length === 0 ? <p className={styles.quiet}>{t('port-open')}</p> : null}
      {outputs.slice(0, 3).map((output) => (
        <Flow key={`${output.step}.${output.port}`} output={output} isNamed={side === 'input'} />
      ))}
      {outputs.length > 3 ? (
        <p className={styles.quiet}>{t('more-inputs', { count: outputs.length - 3 })}</p>
      ) : null}
    </div>
  );
}

interface FlowProps {
  readonly output: OutputAt;
  /** Says where it comes from. */
  readonly isNamed: boolean;
}

function Flow({ output, isNamed }: FlowProps) {
  const { t } = useTranslation('canvas');
  const title = useDocument(({ document }) => stepTitle(document, output.step));
  const schema = useSession(({ check }) => schemaAt(check.schemas, output));
  const rows = useEdgeRows({ source: output.step, sourcePort: output.port });
  const counts = [
    ...(schema === undefined ? [] : [t('columns', { count: schema.length })]),
    ...(rows === undefined
      ? []
      : [t('port-rows', { count: rows.count, rows: formatCount(rows.count) })]),
  ].join(' · ');
  return (
    <>
      {isNamed ? (
        <p className={styles.from}>{t('port-from', { title, port: output.port })}</p>
      ) : null}
      {schema === undefined ? (
        <p className={styles.quiet}>{t('columns-unknown')}</p>
      ) : (
        <>
          <p className={styles.quiet}>{counts}</p>
          <dl className={styles.columns} translate="no">
            {schema.slice(0, SHOWN).map(({ name, type }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{formatType(type)}</dd>
              </div>
            ))}
          </dl>
          {schema.length > SHOWN ? (
            <p className={styles.quiet}>{t('more-columns', { count: schema.length - SHOWN })}</p>
          ) : null}
        </>
      )}
    </>
  );
}
