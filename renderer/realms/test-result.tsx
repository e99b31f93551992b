import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResolverTest } from '../../domain/contract/administration/realms.ts';
import type { Failure } from '../../domain/failure.ts';
import { announce } from '../controls/announcer.tsx';
import { Problem } from '../controls/problem.tsx';
import { Progress } from '../controls/progress.tsx';
import { Sign } from '../controls/sign.tsx';

interface TestResultProps {
  readonly result: ResolverTest | undefined;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
}

/** What a resolver said when it was tried: how many people it has and the first of them, or why it does not work. */
export function TestResult({ result, busy, failure }: TestResultProps) {
  const { t } = useTranslation();
  const words =
    result === undefined
      ? ''
      : !result.works
        ? t('resolver.doesNotWork')
        : result.found === null
          ? t('resolver.works')
          : t(result.found.complete ? 'resolver.found' : 'resolver.foundMore', { count: result.found.count });
  useEffect(() => {
    if (words !== '') announce(words);
  }, [words]);
  if (busy) return <Progress label={t('resolver.testing')} />;
  if (failure !== undefined) return <Problem failure={failure} />;
  if (result === undefined) return null;
  const { works, said, found } = result;
  return (
    <div className="test-result" data-meaning={works ? 'proven' : 'refused'}>
      <p>
        <Sign meaning={works ? 'proven' : 'refused'}>
          <strong>{words}</strong>
        </Sign>
      </p>
      {(found === null || !works) && <p className="said">{said}</p>}
      {found !== null && found.people.length > 0 && (
        <>
          <p className="quiet small">{t('resolver.first')}</p>
          <ul className="first-people">
            {found.people.map(({ username, name, email, userId }) => (
              <li key={`${username} ${userId}`}>
                <span>{name || t('resolver.nameless')}</span>
                <span className="quiet small">
                  {[username, email].filter((one) => one !== '' && one !== name).join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {found?.count === 0 && <p>{t('resolver.foundNobody')}</p>}
    </div>
  );
}
