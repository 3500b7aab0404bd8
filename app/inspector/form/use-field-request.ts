/** The place in the shown step that something points at. */
import { useMemo } from 'react';
import { useSession } from '../../session/studio.ts';
import type { FieldRequest } from './FormContext.ts';
import { parsePath } from '../../../engine/document/json-path.ts';

export function useFieldRequest(step: string): FieldRequest | undefined {
  const focus = useSession((state) => state.focus);
  return useMemo(() => {
    if (focus?.node !== step || focus.param === undefined) return undefined;
    const path = parsePath(focus.param);
    if (path === undefined) return undefined;
    const { start, end, request } = focus;
    return {
      path,
      request,
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
    };
  }, [focus, step]);
}
