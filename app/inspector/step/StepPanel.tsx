/** A step: its settings, its columns, and the docs of its type. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument, useSession, useStudio } from '../../session/studio.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { DocsTab } from '../docs/DocsTab.tsx';
import { useStepSchemas } from '../form/step-schemas.ts';
import { SchemaTab } from '../schema/SchemaTab.tsx';
import { StepForm } from './StepForm.tsx';
import { StepHead } from './StepHead.tsx';
import { UnknownStep } from './UnknownStep.tsx';

const TABS = ['settings', 'columns', 'help'] as const;
type Tab = (typeof TABS)[number];

export function StepPanel({ step }: { readonly step: string }) {
  const { t } = useTranslation('inspector');
  const { registry, session } = useStudio();
  const isReadOnly = useDocument(({ readOnly }) => readOnly !== undefined);
  const type = useDocument(({ document }) => document.nodes[step]?.type) ?? '';
  const request = useSession(({ focus }) => (focus?.node === step ? focus.request : undefined));
  const schemas = useStepSchemas(step);
  const definition = registry.get(type);
  const [tab, setTab] = useState<Tab>('settings');
  useEffect(() => {
    if (request !== undefined) setTab('settings');
  }, [request]);
  // What pointed at another step is over once this one is shown.
  useEffect(() => {
    const { focus } = session.getState();
    if (focus !== undefined && focus.node !== step) session.setState({ focus: undefined });
  }, [session, step]);
  return (
    <>
      <StepHead step={step} type={type} definition={definition} />
      <Tabs
        label={t('views')}
        value={tab}
        onChange={setTab}
        // Where no field takes the focus, the view does: it has to be scrolled.
        canFocusView={tab !== 'settings' || isReadOnly}
        tabs={TABS.map((one) => ({ value: one, label: t(`tab-${one}`) }))}
      >
        {tab === 'columns' ? (
          <SchemaTab schemas={schemas} />
        ) : tab === 'help' ? (
          <DocsTab key={type} type={type} />
        ) : definition === undefined ? (
          <UnknownStep step={step} type={type} />
        ) : (
          <StepForm step={step} definition={definition} schemas={schemas} />
        )}
      </Tabs>
    </>
  );
}
