/** What is wrong with a parameter's type, default or value. */
import { useMemo } from 'react';
import { resolveParameters } from '../../../engine/document/parameters.ts';
import { emptyDocument } from '../../../engine/document/schema.ts';
import { formatPath } from '../../../engine/document/json-path.ts';
import { useDocument, useSession } from '../../session/studio.ts';
import { ProblemList } from '../form/ProblemList.tsx';

export function ParameterProblems({ name }: { readonly name: string }) {
  const parameters = useDocument(({ document }) => document.parameters);
  const given = useSession((state) => state.parameters);
  const problems = useMemo(() => {
    const place = formatPath(['parameters', name]);
    return resolveParameters({ ...emptyDocument(''), parameters }, given)
      .diagnostics.filter(({ param }) => param === place)
      .map(({ severity, message, hint, code }) => ({
        severity,
        message,
        path: [],
        ...(hint === undefined ? {} : { hint }),
        ...(code === 'missing-parameter' ? { missing: true } : {}),
      }));
  }, [parameters, given, name]);
  return <ProblemList problems={problems} />;
}
