import { useTranslation } from 'react-i18next';
import { type Holder, type HolderWithTokens, holderName } from '../../domain/holder.ts';
import { ActStarts } from '../acts/act-starts.tsx';
import { CodeStart } from '../acts/code-start.tsx';
import { LiveCode } from '../acts/live-code.tsx';
import { ReplaceStart } from '../acts/replace-start.tsx';
import { useAdministration } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Facts } from '../controls/facts.tsx';
import { Sign } from '../controls/sign.tsx';
import { openWith, useBeginCeremony } from '../desk/begin-ceremony.ts';
import { BeginProblem } from '../desk/begin-problem.tsx';
import { useCeremony } from '../queries.ts';
import { Serial } from '../tokens/tokens-serial.tsx';
import { QueueHere } from './queue-here.tsx';
import './people.css';

interface PeopleDetailProps {
  readonly person: HolderWithTokens;
  /** To the same person on the server, for an administrator. */
  readonly onServer: () => void;
}

/** One person: what they hold, and the way to a token for them. */
export function PeopleDetail({ person, onServer }: PeopleDetailProps) {
  const { t } = useTranslation();
  const begin = useBeginCeremony();
  const administration = useAdministration();
  const open = openWith(useCeremony().data);
  const facts = (['username', 'office', 'email', 'realm', 'userId'] as const).map(
    (key) => [t(`people.${key}`), person[key]] as const,
  );
  return (
    <>
      <div className="actions">
        {open === undefined ? (
          <Button kind="main" busy={begin.busy} onPress={() => void begin.run(person)}>
            {t('people.issueTo', { name: holderName(person) })}
          </Button>
        ) : (
          <>
            {!isSame(open, person) && <p>{t('people.unfinished', { name: open.name })}</p>}
            <Button kind="main" busy={begin.busy} onPress={() => void begin.run()}>
              {t('desk.goOn', { name: open.name })}
            </Button>
          </>
        )}
        <BeginProblem failure={begin.failure} />
      </div>
      <h3>{t('people.holds')}</h3>
      {person.tokens.length === 0 ? (
        <p>{t('people.holdsNone')}</p>
      ) : (
        <ul className="held">
          {person.tokens.map(({ serial, active, token = '' }, place) => (
            <li key={serial}>
              <Serial serial={serial} />
              <Sign meaning={active ? 'proven' : 'waiting'}>{t(active ? 'people.active' : 'people.inactive')}</Sign>
              {place === person.tokens.findIndex((one) => one.token === token) && (
                <>
                  <ReplaceStart person={person} />
                  <ActStarts token={token} acts={['withdraw', 'report-lost']} />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <QueueHere person={person} />
      {person.tokens.length > 0 && (
        <>
          <LiveCode person={person} />
          <CodeStart person={person} />
        </>
      )}
      {administration.data?.server !== undefined && administration.data.server !== '' && (
        <div>
          <Button kind="plain" onPress={onServer}>
            {t('accounts.changeOnServer')}
          </Button>
        </div>
      )}
      <h3>{t('people.about')}</h3>
      <Facts facts={facts} />
    </>
  );
}

function isSame(one: Holder, other: Holder): boolean {
  return one.realm === other.realm && one.username === other.username;
}
