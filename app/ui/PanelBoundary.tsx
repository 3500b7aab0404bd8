/**
 * A crash inside stays inside: the other panels, and the document, go on. What is still being loaded
 * leaves its place empty for so long.
 */
import { Component, Suspense } from 'react';
import type { ReactNode } from 'react';
import i18next from 'i18next';
import { Button } from './Button.tsx';
import { Message } from './Message.tsx';

export interface PanelBoundaryProps {
  /** What the panel is called. */
  readonly name: string;
  readonly children: ReactNode;
}

interface State {
  readonly error?: Error | undefined;
}

export class PanelBoundary extends Component<PanelBoundaryProps, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return <Suspense>{this.props.children}</Suspense>;
    const t = i18next.getFixedT(null, 'ui');
    return (
      <Message
        kind="error"
        title={t('panel-crashed', { name: this.props.name })}
        actions={
          <Button onClick={() => this.setState({ error: undefined })}>{t('panel-retry')}</Button>
        }
      >
        {t('panel-crashed-hint')}
        <pre>{error.message}</pre>
      </Message>
    );
  }
}
