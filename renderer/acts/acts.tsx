import { Redirect, Route, Switch } from 'wouter';
import { type TokenAct, tokenActs } from '../../domain/token-act.ts';
import './acts.css';
import { StandIn } from './stand-in.tsx';
import { TemporaryCode } from './temporary-code.tsx';
import { TokenActScreen } from './token-act.tsx';

/** The small ceremonies after issuance: with a token, or with a person whose token is away. */
export function Acts() {
  return (
    <Switch>
      <Route path="/acts/temporary-code">
        <TemporaryCode {...whoFromHistory()} />
      </Route>
      <Route path="/acts/stand-in/:token">{({ token }) => <StandIn key={token} token={token} />}</Route>
      <Route path="/acts/:act/:token">
        {({ act, token }) =>
          isTokenAct(act) ? <TokenActScreen key={`${act}/${token}`} act={act} token={token} /> : <Redirect to="/" />
        }
      </Route>
      <Route>
        <Redirect to="/" />
      </Route>
    </Switch>
  );
}

function isTokenAct(act: string): act is TokenAct {
  return (tokenActs as readonly string[]).includes(act);
}

/** For whom the code is; a name has no place in a path. */
function whoFromHistory(): { readonly realm: string; readonly username: string } {
  const { realm = '', username = '' } = (window.history.state ?? {}) as { realm?: string; username?: string };
  return { realm, username };
}
