/** Stages and tasks over time, a lane for each worker. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '../../session/run-store.ts';
import { useStepTitle } from '../../session/use-step-title.ts';
import { formatBytes, formatCount, formatDuration } from '../../ui/format.ts';
import styles from './RunPicture.module.css';
import type { Block, Timeline } from './timeline.ts';
import { layOutRun } from './timeline.ts';

const AXIS = 20;
const BAND = 18;
const LANE = 20;
const LABELS = 76;

export function RunPicture({ run }: { readonly run: RunRecord }) {
  const { t } = useTranslation('results');
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const inner = Math.max(0, width - LABELS - 8);
  const timeline = useMemo(() => layOutRun(run, inner), [run, inner]);
  const top = AXIS + timeline.bands.length * BAND + 6;
  const height = top + timeline.workers.length * LANE + 4;
  return (
    <figure className={styles.picture} ref={host}>
      {timeline.bands.length === 0 ? (
        <p className={styles.none}>
          {t(run.status === 'running' ? 'run-planning' : 'run-no-tasks')}
        </p>
      ) : (
        <svg width={width} height={height} role="img" aria-label={t('run-picture')}>
          <g transform={`translate(${LABELS} 0)`}>
            <Axis timeline={timeline} height={height} />
            <Bands timeline={timeline} end={inner} />
            {timeline.workers.map((worker, lane) => (
              <text key={worker} className={styles.label} x={-8} y={top + lane * LANE + 13}>
                {t('worker', { worker: worker + 1 })}
              </text>
            ))}
            {timeline.blocks.map((block, i) => (
              <Task key={i} block={block} y={top + block.lane * LANE + 2} />
            ))}
          </g>
        </svg>
      )}
      <figcaption className={styles.legend}>
        {(['read', 'query', 'store', 'cached', 'failed'] as const).map((what) => (
          <span key={what}>
            <i className={styles[what]} aria-hidden />
            {t(`task-${what}`)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

const Axis = ({ timeline, height }: { readonly timeline: Timeline; readonly height: number }) =>
  timeline.ticks.map(({ x, milliseconds }) => (
    <g key={milliseconds} transform={`translate(${x} 0)`}>
      <line className={styles.grid} y1={AXIS - 4} y2={height} />
      <text className={styles.tick} x={3} y={12}>
        {formatDuration(milliseconds)}
      </text>
    </g>
  ));

/** Pixels of a character of a band's text, about. */
const CHARACTER = 6.2;

interface BandTextProps {
  readonly x: number;
  /** Where the picture ends: a text that would be cut off there stands before its band. */
  readonly end: number;
  readonly text: string;
}

function BandText({ x, end, text }: BandTextProps) {
  const length = text.length * CHARACTER;
  const isBefore = x + 5 + length > end && length < x;
  return (
    <text
      className={styles.bandText}
      x={isBefore ? x - 5 : x + 5}
      y={12}
      textAnchor={isBefore ? 'end' : 'start'}
    >
      {text}
    </text>
  );
}

function Bands({
  timeline: { bands },
  end,
}: {
  readonly timeline: Timeline;
  readonly end: number;
}) {
  const { t } = useTranslation('results');
  const titleOf = useStepTitle();
  return bands.map(({ stage, x, width }, i) => (
    <g key={stage.id} transform={`translate(0 ${AXIS + i * BAND})`}>
      <title>
        {t('stage-title', {
          stage: stage.id,
          steps: stage.nodes.map(titleOf).join(', '),
          partitions: stage.partitions,
        })}
      </title>
      <text className={styles.label} x={-8} y={12}>
        {t('stage', { stage: i + 1 })}
      </text>
      <rect className={styles.band} x={x} y={2} width={width} height={BAND - 5} rx={3} />
      <BandText x={x} end={end} text={stage.nodes.map(titleOf).join(' → ')} />
    </g>
  ));
}

function Task({ block, y }: { readonly block: Block; readonly y: number }) {
  const { t } = useTranslation('results');
  const { task, stage, x, width, segments, status, tasks } = block;
  const title =
    tasks > 1
      ? t('tasks-title', { tasks: formatCount(tasks), stage: stage.id })
      : t('task-title', {
          stage: stage.id,
          partition: task.partition + 1,
          partitions: stage.partitions,
          status: t(`task-${status}`),
          time: formatDuration(task.ended - task.started),
          rows: formatCount(task.rowsOut),
          read: formatBytes(task.bytesRead),
          error: task.error?.message ?? '',
        });
  const box = { y, height: LANE - 5 };
  return (
    <g className={styles.task}>
      <title>{title}</title>
      {segments.length === 0 ? (
        <rect
          className={styles[status]}
          x={status === 'failed' ? x - 1.5 : x}
          width={status === 'failed' ? Math.max(3, width) : width}
          {...box}
        />
      ) : (
        segments.map((segment) => (
          <rect
            key={segment.what}
            className={styles[segment.what]}
            x={segment.x}
            width={segment.width}
            {...box}
          />
        ))
      )}
      {width > 3 ? <rect className={styles.edge} x={x} width={width} {...box} /> : null}
    </g>
  );
}
