import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';

/** A defect in a screen: says so, and offers the desk again. What is kept is kept by the desk, not by the screen. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}

/** A defect's own screen. */
export function Failed() {
  const { t } = useTranslation();
  return (
    <main className="set-up">
      <section>
        <h1 className="question">{t('failed.title')}</h1>
        <Problem failure={{ code: 'app/failed', context: {} }}>
          <Button
            kind="main"
            onPress={() => {
              window.location.hash = '';
              window.location.reload();
            }}
          >
            {t('failed.again')}
          </Button>
        </Problem>
      </section>
    </main>
  );
}
