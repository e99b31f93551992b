import { useTranslation } from 'react-i18next';
import { type HolderWithTokens, holderName } from '../../domain/holder.ts';
import { Button } from '../controls/button.tsx';
import { Sign } from '../controls/sign.tsx';
import { openWith, useBeginCeremony } from '../desk/begin-ceremony.ts';
import { BeginProblem } from '../desk/begin-problem.tsx';
import { useCeremony } from '../queries.ts';
import { Serial } from '../tokens/tokens-serial.tsx';
import './people.css';

/** One person: what they hold, and the way to a token for them. */
export function PeopleDetail({ person }: { readonly person: HolderWithTokens }) {
  const { t } = useTranslation();
  const begin = useBeginCeremony();
  const open = openWith(useCeremony().data);
  const facts = [
    { key: 'username', value: person.username },
    { key: 'office', value: person.office },
    { key: 'email', value: person.email },
    { key: 'realm', value: person.realm },
    { key: 'userId', value: person.userId },
  ] as const;
  return (
    <>
      <div className="actions">
        {open === undefined ? (
          <Button kind="main" busy={begin.busy} onPress={() => void begin.run(person)}>
            {t('people.issueTo', { name: holderName(person) })}
          </Button>
        ) : (
          <>
            <p>{t('people.unfinished', open)}</p>
            <Button kind="main" busy={begin.busy} onPress={() => void begin.run()}>
              {t('desk.goOn', open)}
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
          {person.tokens.map(({ serial, active }) => (
            <li key={serial}>
              <Serial serial={serial} />
              <Sign meaning={active ? 'proven' : 'waiting'}>{t(active ? 'people.active' : 'people.inactive')}</Sign>
            </li>
          ))}
        </ul>
      )}
      <h3>{t('people.about')}</h3>
      <dl className="facts">
        {facts
          .filter(({ value }) => value !== '')
          .map(({ key, value }) => (
            <div key={key} className="fact">
              <dt>{t(`people.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}
