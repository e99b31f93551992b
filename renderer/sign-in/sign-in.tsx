import type { TFunction } from 'i18next';
import { type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { Empty } from '../controls/empty.tsx';
import { Problem } from '../controls/problem.tsx';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import type { SelectProps } from '../controls/select.tsx';
import { firstScreen } from '../frame/late-screen.tsx';
import { useAction } from '../keydesk.ts';
import { useControllers } from '../queries.ts';
import { SetUpQuestion } from '../set-up/set-up-question.tsx';
import { onStray } from '../stray-window.ts';
import { EmulatedTokens } from '../tokens/emulated-tokens.tsx';
import { CodeEntry } from './code-entry.tsx';
import './sign-in.css';

/** A list that unfolds weighs as much as all else of this screen: it is fetched when the screen is there. */
const Names = firstScreen<SelectProps<string>>(async () => (await import('../controls/select.tsx')).Select);

function NamesToCome({ label }: { readonly label: string }) {
  return (
    <div className="field">
      <span className="label">{label}</span>
      <div className="select-button" />
    </div>
  );
}

interface SignInProps {
  readonly app: AppState;
  readonly onAdminister: () => void;
}

/** The first thing in the morning, and after every lock: who is at this desk? */
export function SignIn({ app, onAdminister }: SignInProps) {
  const { atDesk, settings } = app;
  const isLocked = atDesk.state === 'locked';
  const controllers = useControllers();
  const names = controllers.data ?? [];
  const [chosen, setChosen] = useState<string>();
  const name = isLocked
    ? atDesk.name
    : (chosen ??
      (names.includes(settings.controller) ? settings.controller : names.length === 1 ? names[0] : undefined));
  const none = controllers.isSuccess && names.length === 0 && !isLocked;
  return (
    <>
      {none ? (
        <Nobody app={app} onAdminister={onAdminister} onLook={() => void controllers.refetch()} />
      ) : (
        <Proof
          key={isLocked ? 'locked' : 'out'}
          app={app}
          name={name}
          names={names}
          onName={setChosen}
          onAdminister={onAdminister}
        />
      )}
      {app.emulator === 'desk' && <EmulatedTokens />}
    </>
  );
}

interface ProofProps extends SignInProps {
  readonly name: string | undefined;
  readonly names: readonly string[];
  readonly onName: (name: string) => void;
}

/** A person proves with password and token; an administrator, whose name has no realm, with the password alone. */
function Proof({ app, name, names, onName, onAdminister }: ProofProps) {
  const { t } = useTranslation();
  const { atDesk } = app;
  const isLocked = atDesk.state === 'locked';
  const withToken = name?.includes('@') ?? true;
  const [missing, setMissing] = useState<'name' | 'password' | 'code'>();
  const password = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  const signIn = useAction('controllers/sign-in');
  useOnwards(password, code);

  const enter = async () => {
    if (name === undefined) return setMissing('name');
    const empty =
      password.current?.value === '' ? 'password' : withToken && code.current?.value.trim() === '' ? 'code' : undefined;
    if (empty !== undefined) {
      // Enter in the password leads to the token: nothing is wrong yet.
      setMissing(empty === 'code' && document.activeElement === password.current ? undefined : empty);
      (empty === 'code' ? code : password).current?.focus();
      return;
    }
    setMissing(undefined);
    const typed = takeSecret(password.current);
    const touched = code.current?.value.trim() ?? '';
    if (code.current !== null) code.current.value = '';
    try {
      const done = await signIn.run({ name, password: typed, code: touched });
      if (done === undefined) password.current?.focus();
    } finally {
      typed.fill(0);
    }
  };
  return (
    <SetUpQuestion
      app={app}
      title={isLocked ? t('signIn.locked', { name: atDesk.name }) : t('signIn.title')}
      lead={leadOf(app, t)}
      failure={signIn.failure}
      next={{ label: isLocked ? t('signIn.unlock') : t('signIn.go'), run: () => void enter(), busy: signIn.busy }}
      others={<Others app={app} onAdminister={onAdminister} />}
    >
      <div className="stack sign-in">
        {!isLocked && (
          <Suspense fallback={<NamesToCome label={t('signIn.name')} />}>
            <Names
              label={t('signIn.name')}
              choices={names.map((value) => ({ value, label: value }))}
              value={name}
              onChange={(value) => {
                onName(value);
                setMissing(undefined);
                signIn.forget();
                setTimeout(() => {
                  // Whoever was quicker than the closing list stays where they are.
                  if (password.current?.value === '') password.current.focus();
                }, 60);
              }}
              placeholder={t('signIn.choose')}
              fault={missing === 'name' ? t('signIn.nameMissing') : undefined}
            />
          </Suspense>
        )}
        <SecretField
          key={name}
          label={t('signIn.password')}
          inputRef={password}
          autoComplete="current-password"
          autoFocus={name !== undefined}
          fault={missing === 'password' ? t('signIn.passwordMissing') : undefined}
        />
        {withToken && <CodeEntry inputRef={code} fault={missing === 'code' ? t('signIn.codeMissing') : undefined} />}
      </div>
    </SetUpQuestion>
  );
}

function leadOf({ atDesk, station }: AppState, t: TFunction): string {
  if (atDesk.state === 'locked')
    return t(`signIn.why.${atDesk.ended === 'idle' || atDesk.ended === 'sleep' ? atDesk.ended : 'locked'}`);
  if (atDesk.ended === 'right ended') return t('signIn.why.rightEnded');
  return atDesk.office === ''
    ? t('signIn.lead', { station: station?.name ?? '' })
    : t('signIn.leadOffice', { station: station?.name ?? '', office: atDesk.office });
}

/** What else there is to do at a desk that nobody is at. */
function Others({ app, onAdminister }: SignInProps) {
  const { t } = useTranslation();
  const change = useAction('controllers/sign-out');
  const lock = useAction('vault/lock');
  return (
    <div className="row sign-in-others">
      {app.atDesk.state === 'locked' && (
        <Button kind="plain" busy={change.busy} onPress={() => void change.run()}>
          {t('signIn.other')}
        </Button>
      )}
      <Button kind="plain" onPress={onAdminister}>
        {t('signIn.administer')}
      </Button>
      {app.keystore === 'passphrase' && (
        <Button kind="plain" busy={lock.busy} onPress={() => void lock.run()}>
          {t('signIn.vault')}
        </Button>
      )}
    </div>
  );
}

/** Before an administrator has named anybody. */
function Nobody({ app, onAdminister, onLook }: SignInProps & { readonly onLook: () => void }) {
  const { t } = useTranslation();
  const pull = useAction('sync/send-now');
  return (
    <SetUpQuestion app={app} title={t('signIn.title')} lead={t('signIn.lead', { station: app.station?.name ?? '' })}>
      {pull.failure !== undefined && <Problem failure={pull.failure} />}
      <Empty what={t('setUp.controller.none')} begin={t('setUp.controller.noneHint')}>
        <Button busy={pull.busy} onPress={() => void pull.run().then(onLook)}>
          {t('setUp.controller.again')}
        </Button>
      </Empty>
      <Others app={app} onAdminister={onAdminister} />
    </SetUpQuestion>
  );
}

/** A token that typed elsewhere is to be touched again, with the right place waiting for it. */
function useOnwards(password: RefObject<HTMLInputElement | null>, code: RefObject<HTMLInputElement | null>): void {
  useEffect(() => onStray(() => (password.current?.value === '' ? password : code).current?.focus()), [password, code]);
}
