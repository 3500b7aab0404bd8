/**
 * The whole pipeline, small. Drawn into a bitmap: a thousand elements that listen to every movement
 * would make the canvas slow.
 */
import { useReactFlow, useStore } from '@xyflow/react';
import { memo, useEffect, useRef, useState } from 'react';
import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { categoryOf } from '../ui/StepIcon.tsx';
import { useTheme } from '../ui/theme.ts';
import type { FlowEdge } from './flow-edges.ts';
import type { FlowNode } from './flow-nodes.ts';
import { boundsOf, isWithin } from './geometry.ts';
import type { Rect } from './geometry.ts';
import styles from './MiniMap.module.css';

const WIDTH = 152;
const HEIGHT = 92;
const PADDING = 6;
/** Milliseconds. */
const PAUSE = 40;

interface Scale {
  readonly bounds: Rect;
  readonly factor: number;
  readonly left: number;
  readonly top: number;
}

export const MiniMap = memo(function MiniMap({ nodes }: { readonly nodes: readonly FlowNode[] }) {
  const { t } = useTranslation('canvas');
  const bitmap = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const [scale, setScale] = useState(() => scaleOf(nodes));
  // It tells nothing where all is on screen, and would lie over steps.
  const isNeeded = useStore(
    ({ transform: [x, y, zoom], width, height }) =>
      !isWithin(scale.bounds, {
        x: -x / zoom,
        y: -y / zoom,
        width: width / zoom,
        height: height / zoom,
      }),
  );

  // Drawn when a drag pauses, not at each of its movements.
  useEffect(() => {
    const timer = setTimeout(() => {
      const next = scaleOf(nodes);
      setScale(next);
      if (bitmap.current !== null) draw(bitmap.current, nodes, next);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [nodes, theme]);

  const go = (event: PointerEvent<HTMLElement>): void => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - box.x) / scale.factor + scale.left;
    const y = (event.clientY - box.y) / scale.factor + scale.top;
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };

  return (
    <div
      className={styles.map}
      hidden={!isNeeded}
      role="img"
      aria-label={t('minimap')}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    >
      <canvas ref={bitmap} className={styles.bitmap} />
      <Seen scale={scale} />
    </div>
  );
});

/** The part that the canvas shows. */
function Seen({ scale: { factor, left, top } }: { readonly scale: Scale }) {
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  return (
    <div
      className={styles.seen}
      style={{
        width: (width / zoom) * factor,
        height: (height / zoom) * factor,
        transform: `translate(${(-x / zoom - left) * factor}px, ${(-y / zoom - top) * factor}px)`,
      }}
    />
  );
}

const rectOfNode = ({ position, measured }: FlowNode): Rect => ({
  ...position,
  width: measured?.width ?? 0,
  height: measured?.height ?? 0,
});

function scaleOf(nodes: readonly FlowNode[]): Scale {
  const bounds = boundsOf(nodes.map(rectOfNode)) ?? { x: 0, y: 0, width: 1, height: 1 };
  const factor = Math.min(
    (WIDTH - 2 * PADDING) / Math.max(bounds.width, 1),
    (HEIGHT - 2 * PADDING) / Math.max(bounds.height, 1),
    0.12,
  );
  return {
    bounds,
    factor,
    left: bounds.x - (WIDTH / factor - bounds.width) / 2,
    top: bounds.y - (HEIGHT / factor - bounds.height) / 2,
  };
}

function draw(
  bitmap: HTMLCanvasElement,
  nodes: readonly FlowNode[],
  { factor, left, top }: Scale,
): void {
  const ratio = devicePixelRatio;
  bitmap.width = WIDTH * ratio;
  bitmap.height = HEIGHT * ratio;
  const context = bitmap.getContext('2d');
  if (context === null) return;
  context.scale(ratio, ratio);
  const style = getComputedStyle(bitmap);
  const colours = new Map<string, string>();
  for (const node of nodes) {
    if (node.hidden === true || node.type === 'note') continue;
    const name =
      node.type === 'step' ? `--category-${categoryOf(node.data.view.type)}` : '--line-strong';
    const colour = colours.get(name) ?? style.getPropertyValue(name);
    colours.set(name, colour);
    const { x, y, width, height } = rectOfNode(node);
    context.globalAlpha = node.type === 'step' ? 0.75 : 0.2;
    context.fillStyle = colour;
    context.fillRect(
      (x - left) * factor,
      (y - top) * factor,
      Math.max(1.5, width * factor),
      Math.max(1.5, height * factor),
    );
  }
}
