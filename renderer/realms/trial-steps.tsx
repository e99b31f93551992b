import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoginTrial } from '../../domain/contract/administration/realms.ts';
import { Grouped } from '../controls/grouped.tsx';
import { type Meaning, Shape, Sign } from '../controls/sign.tsx';

const meanings: Readonly<Record<LoginTrial['outcome'], Exclude<Meaning, 'none'>>> = {
  in: 'proven',
  asked: 'waiting',
  out: 'refused',
};

interface TrialStepsProps {
  readonly trial: LoginTrial;
  readonly headingRef: Ref<HTMLHeadingElement>;
}

/** The way a login would go, step by step in words: where, who, what was right, which token, which policy. */
export function TrialSteps({ trial, headingRef }: TrialStepsProps) {
  const { t } = useTranslation();
  const { outcome, said, places, person, password, serial, tokens, policies } = trial;
  return (
    <section className="trial" data-meaning={meanings[outcome]}>
      <h3 ref={headingRef} tabIndex={-1} className="large">
        <Sign meaning={meanings[outcome]}>{t(`tryLogin.outcome.${outcome}`)}</Sign>
      </h3>
      <p className="quiet">
        {t('tryLogin.said')} <q lang="en">{said}</q>
      </p>
      <ol className="trial-steps">
        {places.map(({ resolver, outcome: there, detail }) => (
          <Step key={resolver} meaning={placeMeanings[there]}>
            {t(`tryLogin.place.${there}`, { resolver, detail, id: person?.userId ?? '' })}
          </Step>
        ))}
        {person === null ? (
          <Step meaning="refused">{t('tryLogin.nobody')}</Step>
        ) : (
          <>
            {!places.some((place) => place.outcome === 'found') && (
              <Step meaning="waiting">
                {t('tryLogin.fromBefore', { name: person.name || person.username, resolver: person.resolver })}
              </Step>
            )}
            <Step meaning={passwordMeanings[password]}>{t(`tryLogin.passwordIs.${password}`)}</Step>
            {tokens.length === 0 ? (
              <Step meaning="none">{t('tryLogin.noToken')}</Step>
            ) : (
              tokens.map((token) => (
                <Step
                  key={token.serial}
                  meaning={token.serial === serial ? 'proven' : token.state === 'ready' ? 'none' : 'refused'}
                >
                  <Grouped>{token.serial}</Grouped>{' '}
                  {t(`tryLogin.token.${token.serial === serial ? 'fits' : token.state}`, { type: token.type })}
                </Step>
              ))
            )}
          </>
        )}
        {policies.length === 0 ? (
          <Step meaning="none">{t('tryLogin.noPolicy')}</Step>
        ) : (
          policies.map(({ name, dangerous }) => (
            <Step key={name} meaning={dangerous ? 'waiting' : 'none'}>
              {t(dangerous ? 'tryLogin.dangerousPolicy' : 'tryLogin.policy', { name })}
            </Step>
          ))
        )}
      </ol>
      <p className="quiet small">{t('tryLogin.nothingUsed')}</p>
    </section>
  );
}

const placeMeanings: Readonly<Record<LoginTrial['places'][number]['outcome'], Meaning>> = {
  found: 'proven',
  'not there': 'none',
  'no answer': 'refused',
  'not asked': 'none',
};

const passwordMeanings: Readonly<Record<LoginTrial['password'], Meaning>> = {
  right: 'proven',
  wrong: 'refused',
  'none typed': 'none',
  'cannot tell': 'waiting',
};

function Step({ meaning, children }: { readonly meaning: Meaning; readonly children: ReactNode }) {
  return (
    <li data-meaning={meaning}>
      <span className="mark">{meaning === 'none' ? <span className="dot" /> : <Shape meaning={meaning} />}</span>
      <span>{children}</span>
    </li>
  );
}
