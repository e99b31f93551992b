import { lazy } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import type { AppState } from '../domain/contract/ipc.ts';
import { Frame } from './frame/frame.tsx';

const Ceremony = lazy(() => import('./ceremony/ceremony.tsx').then((module) => ({ default: module.Ceremony })));
const Desk = lazy(() => import('./desk/desk.tsx').then((module) => ({ default: module.Desk })));
const People = lazy(() => import('./people/people.tsx').then((module) => ({ default: module.People })));
const Tokens = lazy(() => import('./tokens/tokens.tsx').then((module) => ({ default: module.Tokens })));
const Records = lazy(() => import('./records/records.tsx').then((module) => ({ default: module.Records })));
const Settings = lazy(() => import('./settings/settings.tsx').then((module) => ({ default: module.Settings })));

/** Every place of a desk that is ready. The ceremony has the window to itself. */
export function Routes({ app }: { readonly app: AppState }) {
  return (
    <Switch>
      <Route path="/ceremony">
        <Ceremony app={app} />
      </Route>
      <Route>
        <Frame app={app}>
          <Switch>
            <Route path="/">
              <Desk />
            </Route>
            <Route path="/people">
              <People />
            </Route>
            <Route path="/tokens">
              <Tokens />
            </Route>
            <Route path="/records/:id?">{({ id }) => <Records {...(id === undefined ? {} : { id })} />}</Route>
            <Route path="/settings">
              <Settings app={app} />
            </Route>
            <Route>
              <Redirect to="/" />
            </Route>
          </Switch>
        </Frame>
      </Route>
    </Switch>
  );
}
