import { Suspense, useEffect, useRef, useState } from 'react';
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
import { AdministratorRoutes, fetchFirstScreen, fetchOtherScreens, Routes } from './routes.tsx';
import { useAtKeyboard } from './sign-in/at-keyboard.ts';

const SignIn = firstScreen(async () => (await import('./sign-in/sign-in.tsx')).SignIn);
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
  return <AtDesk app={app} />;
}

/** Whoever is there, or what is asked first: a vault, a name, or a proof. */
function AtDesk({ app }: { readonly app: AppState }) {
  const { state, name } = app.atDesk;
  const [administers, setAdministers] = useState(false);
  const isHere = state === 'named' || state === 'in';
  useAtKeyboard(state === 'in');
  useFreshStart(isHere ? name : undefined);
  useEffect(() => {
    if (isHere) setAdministers(false);
  }, [isHere]);
  if (isSettingUp(app)) return <SetUp app={app} />;
  if (isHere) return <Routes app={app} />;
  if (administers) return <AdministratorRoutes app={app} onLeave={() => setAdministers(false)} />;
  return <SignIn app={app} onAdminister={() => setAdministers(true)} />;
}

/** Whoever comes after somebody else begins at the desk, not where the other one was. */
function useFreshStart(name: string | undefined): void {
  const last = useRef(name);
  useEffect(() => {
    if (name === undefined) return;
    if (last.current !== undefined && last.current !== '' && last.current !== name) window.location.hash = '';
    last.current = name;
  }, [name]);
}

const isSettingUp = (app: AppState) =>
  app.phase !== 'ready' || (app.atDesk.state === 'named' && app.settings.controller === '');

function firstOf(app: AppState): () => Promise<unknown> {
  if (isSettingUp(app)) return SetUp.fetch;
  return app.atDesk.state === 'out' || app.atDesk.state === 'locked' ? SignIn.fetch : fetchFirstScreen;
}

/** Whether the code of the screen that comes first is there; the rest is fetched behind it. */
function useOpening(app: AppState | undefined): boolean {
  const [there, setThere] = useState(false);
  const first = app === undefined || app.phase === 'starting' ? undefined : firstOf(app);
  useEffect(() => {
    if (first === undefined) return;
    const show = () => setThere(true);
    void first().then(() => {
      show();
      requestIdleCallback(() => void fetchFirstScreen().then(fetchOtherScreens));
      // One that cannot be fetched says so when it is drawn.
    }, show);
  }, [first]);
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
