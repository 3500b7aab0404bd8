/** Rows of a list that can be dragged to another place, by a handle. */
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

export interface Reorder {
  readonly row: RefObject<HTMLDivElement | null>;
  readonly handle: RefObject<HTMLButtonElement | null>;
  /** For the row's style: `data-dragging`, and the side on which a dragged row would land. */
  readonly attributes: {
    readonly 'data-dragging'?: true;
    readonly 'data-edge'?: 'before' | 'after';
  };
}

/**
 * @param list tells the rows of one list from those of others
 * @param onMove gets the row's place before and after
 */
export function useReorder(
  list: string,
  index: number,
  onMove: (from: number, to: number) => void,
): Reorder {
  const row = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  const [dragging, setDragging] = useState(false);
  const [edge, setEdge] = useState<'before' | 'after'>();
  const move = useRef(onMove);
  move.current = onMove;
  useEffect(() => {
    const element = row.current;
    const dragHandle = handle.current;
    if (element === null || dragHandle === null) return undefined;
    const edgeAt = (y: number): 'before' | 'after' => {
      const { top, height } = element.getBoundingClientRect();
      return y < top + height / 2 ? 'before' : 'after';
    };
    return combine(
      draggable({
        element,
        dragHandle,
        getInitialData: () => ({ list, index }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data['list'] === list,
        onDrag: ({ location }) => setEdge(edgeAt(location.current.input.clientY)),
        onDragLeave: () => setEdge(undefined),
        onDrop: ({ source, location }) => {
          setEdge(undefined);
          const from = Number(source.data['index']);
          const gap = edgeAt(location.current.input.clientY) === 'before' ? index : index + 1;
          move.current(from, from < gap ? gap - 1 : gap);
        },
      }),
    );
  }, [list, index]);
  return {
    row,
    handle,
    attributes: {
      ...(dragging ? { 'data-dragging': true } : {}),
      ...(edge === undefined ? {} : { 'data-edge': edge }),
    },
  };
}
