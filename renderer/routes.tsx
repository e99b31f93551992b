import { Redirect, Route, Switch } from 'wouter';
import type { AppState } from '../domain/contract/ipc.ts';
import { Frame } from './frame/frame.tsx';
import { firstScreen, lateScreen } from './frame/late-screen.tsx';

const Ceremony = lateScreen(async () => (await import('./ceremony/ceremony.tsx')).Ceremony);
const Desk = firstScreen(async () => (await import('./desk/desk.tsx')).Desk);
const GuidelinesReading = firstScreen(async () => (await import('./sign-in/guidelines-reading.tsx')).GuidelinesReading);
const People = lateScreen(async () => (await import('./people/people-screens.tsx')).PeopleScreens);
const Tokens = lateScreen(async () => (await import('./tokens/tokens.tsx')).Tokens);
const Stock = lateScreen(async () => (await import('./stock/stock.tsx')).Stock);
const Rollout = lateScreen(async () => (await import('./rollout/rollout.tsx')).Rollout);
const Acts = lateScreen(async () => (await import('./acts/acts.tsx')).Acts);
const Paper = lateScreen(async () => (await import('./paper/paper.tsx')).Paper);
const Conflicts = lateScreen(async () => (await import('./conflicts/conflicts.tsx')).Conflicts);
const Records = lateScreen(async () => (await import('./records/records.tsx')).Records);
// The administrators' screens: each draws itself inside <Administered>, and has its place in frame/frame.tsx.
const Policies = lateScreen(async () => (await import('./policies/policies.tsx')).Policies);
const Realms = lateScreen(async () => (await import('./realms/realms.tsx')).Realms);
const Trust = lateScreen(async () => (await import('./trust/trust.tsx')).Trust);
const Audit = lateScreen(async () => (await import('./audit/audit.tsx')).Audit);
const Import = lateScreen(async () => (await import('./import/import.tsx')).Import);
const Settings = lateScreen(async () => (await import('./settings/settings-screens.tsx')).SettingsScreens);

/** The screen a ready desk opens at. */
export const fetchFirstScreen = Desk.fetch;

/** The others, before anybody goes there: nobody waits for a screen in the middle of a ceremony. */
export async function fetchOtherScreens(): Promise<void> {
  for (const screen of [
    Ceremony,
    People,
    Tokens,
    Stock,
    Rollout,
    Acts,
    Paper,
    Records,
    Conflicts,
    Policies,
    Realms,
    Trust,
    Audit,
    Import,
    Settings,
  ])
    await screen.fetch();
}

/** Every place of a desk that is ready. The ceremony has the window to itself. */
export function Routes({ app }: { readonly app: AppState }) {
  const unread = !app.atDesk.guidelines.read;
  return (
    <Switch>
      {unread && (
        <Route path="/">
          <GuidelinesReading app={app} />
        </Route>
      )}
      <Route path="/ceremony">
        <Ceremony app={app} />
      </Route>
      <Route>
        <Frame app={app}>
          <Switch>
            <Route path="/">
              <Desk />
            </Route>
            <Route path="/people/:part?">
              <People />
            </Route>
            <Route path="/tokens">
              <Tokens />
            </Route>
            <Route path="/stock/*?">
              <Stock />
            </Route>
            <Route path="/rollout">
              <Rollout app={app} />
            </Route>
            <Route path="/acts/*?">
              <Acts />
            </Route>
            <Route path="/conflicts/:record?">{({ record }) => <Conflicts record={record} />}</Route>
            <Route path="/records/:id?">{({ id }) => <Records {...(id === undefined ? {} : { id })} />}</Route>
            <Route path="/paper/:kind/:id?">{({ kind, id }) => <Paper kind={kind} id={id ?? ''} />}</Route>
            {administrators(app)}
            <Route>
              <Redirect to="/" />
            </Route>
          </Switch>
        </Frame>
      </Route>
    </Switch>
  );
}

/** What an administrator signs in to the server for, and the settings. */
function administrators(app: AppState) {
  return [
    <Route key="policies" path="/policies/*?">
      <Policies />
    </Route>,
    <Route key="realms" path="/realms/*?">
      <Realms />
    </Route>,
    <Route key="trust" path="/trust/:part?">
      <Trust />
    </Route>,
    <Route key="audit" path="/audit">
      <Audit />
    </Route>,
    <Route key="import" path="/import">
      <Import />
    </Route>,
    <Route key="settings" path="/settings/:part?">
      <Settings app={app} />
    </Route>,
  ];
}

/** For an administrator at a desk that nobody is signed in at: nothing of the desk, and a way back. */
export function AdministratorRoutes({ app, onLeave }: { readonly app: AppState; readonly onLeave: () => void }) {
  return (
    <Frame app={app} onLeave={onLeave}>
      <Switch>
        <Route path="/rollout">
          <Rollout app={app} alone />
        </Route>
        {administrators(app)}
        <Route>
          <Redirect to="/trust" />
        </Route>
      </Switch>
    </Frame>
  );
}
