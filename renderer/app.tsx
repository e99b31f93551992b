import { Suspense, useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import type { AppState } from '../domain/contract/ipc.ts';
import { Announcer } from './controls/announcer.tsx';
import { ErrorBoundary, Failed } from './frame/error-boundary.tsx';
import { firstScreen } from './frame/late-screen.tsx';
import { StrayNotice } from './frame/stray-notice.tsx';
import { Waiting } from './frame/waiting.tsx';
import { speak } from './i18n/i18n.ts';
import { useAppState } from './queries.ts';
import { fetchFirstScreen, fetchOtherScreens, Routes } from './routes.tsx';

const SetUp = firstScreen(async () => (await import('./set-up/set-up.tsx')).SetUp);

export function App() {
  const app = useAppState();
  const { spoken, failed } = useSettings(app.data);
  const opening = useOpening(app.data);
  return (
    <I18nProvider locale={spoken === 'de' ? 'de-DE' : 'en-US'}>
      <Announcer />
      <StrayNotice />
      <ErrorBoundary>
        <Suspense fallback={<Waiting />}>
          <Router hook={useHashLocation}>
            {failed ? (
              <Failed />
            ) : app.data === undefined || spoken === undefined || !opening ? (
              <Waiting />
            ) : (
              <Phase app={app.data} />
            )}
          </Router>
        </Suspense>
      </ErrorBoundary>
    </I18nProvider>
  );
}

function Phase({ app }: { readonly app: AppState }) {
  if (app.phase === 'starting') return <Waiting failure={app.failure} />;
  return isSettingUp(app) ? <SetUp app={app} /> : <Routes app={app} />;
}

const isSettingUp = (app: AppState) => app.phase !== 'ready' || app.settings.controller === '';

/** Whether the code of the screen that comes first is there; the rest is fetched behind it. */
function useOpening(app: AppState | undefined): boolean {
  const [there, setThere] = useState(false);
  const settingUp = app === undefined || app.phase === 'starting' ? undefined : isSettingUp(app);
  useEffect(() => {
    if (settingUp === undefined) return;
    const show = () => setThere(true);
    void (settingUp ? SetUp.fetch() : fetchFirstScreen()).then(() => {
      show();
      requestIdleCallback(() => void fetchFirstScreen().then(fetchOtherScreens));
      // One that cannot be fetched says so when it is drawn.
    }, show);
  }, [settingUp]);
  return there || app?.phase === 'starting';
}

/** Follows the language and the theme of the settings; answers the language once its texts are there, or that they are not. */
function useSettings(app: AppState | undefined) {
  const [spoken, setSpoken] = useState<AppState['settings']['language']>();
  const [failed, setFailed] = useState(false);
  const { language, theme } = app?.settings ?? {};
  useEffect(() => {
    if (theme === undefined) return;
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  useEffect(() => {
    if (language === undefined) return;
    let wanted = true;
    void speak(language).then(
      () => wanted && setSpoken(language),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [language]);
  return { spoken, failed };
}
