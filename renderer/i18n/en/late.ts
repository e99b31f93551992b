import accounts from './accounts.json' with { type: 'json' };
import administrators from './administrators.json' with { type: 'json' };
import announce from './announce.json' with { type: 'json' };
import audit from './audit.json' with { type: 'json' };
import ceremony from './ceremony.json' with { type: 'json' };
import conflict from './conflict.json' with { type: 'json' };
import importing from './import.json' with { type: 'json' };
import list from './list.json' with { type: 'json' };
import messages from './messages.json' with { type: 'json' };
import messaging from './messaging.json' with { type: 'json' };
import ownPeople from './own-people.json' with { type: 'json' };
import paper from './paper.json' with { type: 'json' };
import people from './people.json' with { type: 'json' };
import policy from './policy.json' with { type: 'json' };
import realm from './realm.json' with { type: 'json' };
import recipient from './recipient.json' with { type: 'json' };
import refusal from './refusal.json' with { type: 'json' };
import reprogram from './reprogram.json' with { type: 'json' };
import resolver from './resolver.json' with { type: 'json' };
import rollout from './rollout.json' with { type: 'json' };
import serverSettings from './server-settings.json' with { type: 'json' };
import settings from './settings.json' with { type: 'json' };
import stock from './stock.json' with { type: 'json' };
import system from './system.json' with { type: 'json' };
import table from './table.json' with { type: 'json' };
import trail from './trail.json' with { type: 'json' };
import trust from './trust.json' with { type: 'json' };
import tryLogin from './try-login.json' with { type: 'json' };

/** What the screens say that are fetched behind the first one. */
export const lateTexts = {
  // What stands behind the first screens' words of a failure: why a server refuses.
  failure: refusal,
  trail,
  table,
  settings,
  people,
  list,
  ceremony,
  announce,
  accounts,
  administrators,
  audit,
  conflict,
  import: importing,
  messages,
  messaging,
  ownPeople,
  paper,
  policy,
  realm,
  recipient,
  reprogram,
  resolver,
  rollout,
  serverSettings,
  stock,
  system,
  trust,
  tryLogin,
};
