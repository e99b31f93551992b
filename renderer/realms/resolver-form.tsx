import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ResolverTest } from '../../domain/contract/administration/realms.ts';
import type { ResolverKind } from '../../domain/resolver-kind.ts';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Page } from '../controls/page.tsx';
import { Problem } from '../controls/problem.tsx';
import { SecretField } from '../controls/secret-field.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { TextField } from '../controls/text-field.tsx';
import { useAction } from '../keydesk.ts';
import { hasSecretField, missingFields, resolverFields, settingsToSend } from './resolver-fields.ts';
import { ResolverGroup } from './resolver-group.tsx';
import { TestResult } from './test-result.tsx';

interface ResolverFormProps {
  readonly kind: ResolverKind;
  /** `undefined` while it has none yet. */
  readonly name: string | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly hasSecret: boolean;
  readonly taken: readonly string[];
  readonly onSaved: (name: string) => void;
  readonly onBack: (() => void) | undefined;
}

/** How to get at people: what each field means, tried before it is saved. */
export function ResolverForm({ kind, name, hasSecret, taken, onSaved, onBack, ...before }: ResolverFormProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [wantedName, setWantedName] = useState(name ?? '');
  const [settings, setSettings] = useState(before.settings);
  const [pressed, setPressed] = useState(false);
  const [result, setResult] = useState<ResolverTest>();
  const secret = useRef<HTMLInputElement>(null);
  const test = useAction('resolvers/test');
  const save = useAdministrativeAction('resolvers/save');
  const asksSecret = hasSecretField(kind, settings);
  const missing = missingFields(kind, settings);
  const nameFault = !/^[A-Za-z0-9_.-]{1,100}$/.test(wantedName.trim())
    ? t('realm.nameFault')
    : taken.includes(wantedName.trim())
      ? t('resolver.nameTaken', { name: wantedName.trim() })
      : undefined;
  const leave = () => (onBack === undefined ? navigate('/realms/resolvers') : onBack());
  useStepKeys(undefined, leave);

  /** The password stays in its field for the next press; its bytes go with the request and are wiped. */
  const withSecret = async (act: (typed: Uint8Array<ArrayBuffer> | null) => Promise<unknown>) => {
    const bytes = new TextEncoder().encode(secret.current?.value ?? '');
    const typed = asksSecret && (bytes.length > 0 || !hasSecret) ? bytes : null;
    try {
      await act(typed);
    } finally {
      bytes.fill(0);
    }
  };
  const tryIt = () =>
    withSecret(async (typed) => {
      setPressed(true);
      setResult(undefined);
      if (missing.length > 0) return;
      const done = await test.run({
        name: name ?? null,
        kind,
        settings: settingsToSend(kind, settings),
        secret: typed,
      });
      setResult(done?.value);
    });
  const keep = () =>
    withSecret(async (typed) => {
      setPressed(true);
      if (missing.length > 0 || nameFault !== undefined) return;
      const wanted = { name: wantedName.trim(), kind, settings: settingsToSend(kind, settings), secret: typed };
      if ((await save.run(wanted)) === undefined) return;
      onSaved(wanted.name);
      navigate('/realms/resolvers');
    });
  const isOwn = kind === 'internal';
  return (
    <Page title={name === undefined ? t('resolver.makeOf', { kind: t(`resolver.kind.${kind}.name`) }) : name}>
      <form
        className="resolver-edit"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.busy) void keep();
        }}
      >
        <div className="column">
          <p className="quiet measure">{t(`resolver.kind.${kind}.means`)}</p>
          {name === undefined && (
            <TextField
              label={t('resolver.name')}
              hint={t('resolver.nameHint')}
              value={wantedName}
              onChange={setWantedName}
              autoFocus
              autoComplete="off"
              maxLength={100}
              fault={pressed ? nameFault : undefined}
            />
          )}
          {resolverFields[kind].map((group) => (
            <ResolverGroup
              key={group.name}
              group={group}
              settings={settings}
              missing={pressed ? missing : []}
              onChange={setSettings}
            >
              {group.name === 'login' && asksSecret && (
                <SecretField
                  label={t('resolver.secret')}
                  hint={t(hasSecret ? 'resolver.secretKept' : 'resolver.secretHint')}
                  inputRef={secret}
                  autoComplete="off"
                />
              )}
            </ResolverGroup>
          ))}
          {save.failure !== undefined && <Problem failure={save.failure} />}
        </div>
        {!isOwn && (
          <aside className="stack" aria-label={t('resolver.testTitle')}>
            <h2>{t('resolver.testTitle')}</h2>
            <p className="quiet">{t('resolver.testLead')}</p>
            <div>
              <Button busy={test.busy} onPress={() => void tryIt()}>
                {t('resolver.test')}
              </Button>
            </div>
            <TestResult result={result} busy={test.busy} failure={test.failure} />
          </aside>
        )}
        <div className="form-foot">
          <Button keyName="Escape" onPress={leave}>
            {t('realm.leave')}
          </Button>
          <Button kind="main" type="submit" keyName="Enter" busy={save.busy}>
            {t('resolver.save')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
