import { Alert, Anchor, Button, Divider, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, Refused, told } from '../api/client';
import { forgetOthers, homeOf, sessionOf, useSession } from '../api/session';
import { speak } from '../text';

/** The page around every form that lets somebody in. */
export function Door({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="door">
      <div className="side-art">
        <div className="row">
          <img src="/app/assets/emblem.svg" alt="" width={36} height={36} />
          <div>
            <b>{t('door.ministry')}</b>
            <br />
            {t('door.product')}
          </div>
        </div>
        <h1>{t('door.promise')}</h1>
        <p>
          {t('door.citizens')} <a href="/lapor">{t('door.report')}</a> · <a href="/lacak">{t('door.track')}</a>
        </p>
      </div>
      <main>
        <div className="form">
          {children}
          <Anchor component="button" type="button" size="xs" onClick={() => void speak(i18n.language === 'en' ? 'id' : 'en')}>
            {i18n.language === 'en' ? 'Bahasa Indonesia' : 'English'}
          </Anchor>
        </div>
      </main>
    </div>
  );
}

/** Login, password, and a code where one is asked for. */
export function SignIn() {
  const { t } = useTranslation();
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { gagal?: string; ke?: string };
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const state = sessionOf(await ask(api.POST('/api/v1/session', { body: { login: login.trim(), password, code: code || null } })));
      forgetOthers(queries);
      queries.setQueryData(['session'], state);
      const back = search.ke;
      await navigate({ to: back && back.startsWith('/') && !back.startsWith('//') ? back : homeOf(state.me!) });
    } catch (problem) {
      if (problem instanceof Refused && (problem.refusal === 'CodeNeeded' || problem.refusal === 'CodeWrong')) setNeedsCode(true);
      setError(problem instanceof Refused && problem.refusal === 'CodeNeeded' ? null : problem);
    } finally {
      setBusy(false);
    }
  };

  const problem = error ? told(error) : search.gagal === 'sso' ? { title: t('door.ssoFailed'), detail: t('door.ssoFailedDetail') } : null;
  return (
    <Door>
      <form onSubmit={(e) => void submit(e)} style={{ display: 'contents' }}>
        <h2 style={{ fontSize: '1.25rem' }}>{t('door.title')}</h2>
        {problem && (
          <Alert color="red" title={problem.title} role="alert">
            {problem.detail}
          </Alert>
        )}
        <TextInput label={t('door.login')} value={login} onChange={(e) => setLogin(e.currentTarget.value)} autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={64} required autoFocus />
        <PasswordInput label={t('door.password')} value={password} onChange={(e) => setPassword(e.currentTarget.value)} autoComplete="current-password" maxLength={512} required visibilityToggleButtonProps={{ 'aria-label': t('door.showPassword') }} />
        {needsCode && (
          <TextInput label={t('door.code')} description={t('door.codeHint')} value={code} onChange={(e) => setCode(e.currentTarget.value)} autoComplete="one-time-code" maxLength={20} required autoFocus />
        )}
        <Button type="submit" size="sm" loading={busy} fullWidth>
          {t('door.enter')}
        </Button>
        {session.data?.singleSignOn && (
          <>
            <Divider label={t('door.or')} />
            <Button component="a" href={`/masuk/sso${search.ke ? `?ke=${encodeURIComponent(search.ke)}` : ''}`} size="sm" variant="default" fullWidth>
              {t('door.sso', { name: session.data.singleSignOn })}
            </Button>
          </>
        )}
        <p className="soft" style={{ fontSize: '0.75rem' }}>
          {t('door.forgotten')}
        </p>
      </form>
    </Door>
  );
}

/** A password by an invitation or reset link; what the link says stands behind the hash and is sent nowhere but here. */
export function SetPassword() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [{ login, token }] = useState(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))) as { login?: string; token?: string });
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [done, setDone] = useState(false);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await ask(api.POST('/api/v1/session/password', { body: { login: login ?? '', token: token ?? '', password } }));
      setDone(true);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  if (done)
    return (
      <Door>
        <h2 style={{ fontSize: '1.25rem' }}>{t('door.passwordSet')}</h2>
        <Button size="sm" onClick={() => void navigate({ to: '/masuk', search: {} })}>
          {t('door.title')}
        </Button>
      </Door>
    );
  const problem = error ? told(error) : null;
  return (
    <Door>
      <form onSubmit={(e) => void submit(e)} style={{ display: 'contents' }}>
        <h2 style={{ fontSize: '1.25rem' }}>{t('door.choosePassword')}</h2>
        <p className="soft">{t('door.for', { login: login ?? '–' })}</p>
        {problem && (
          <Alert color="red" title={problem.title} role="alert">
            {problem.detail}
          </Alert>
        )}
        <PasswordInput label={t('door.newPassword')} description={t('door.passwordRule')} value={password} onChange={(e) => setPassword(e.currentTarget.value)} autoComplete="new-password" minLength={12} maxLength={512} required />
        <PasswordInput label={t('door.repeat')} value={again} onChange={(e) => setAgain(e.currentTarget.value)} autoComplete="new-password" error={again && again !== password ? t('door.different') : null} required />
        <Button type="submit" size="sm" loading={busy} disabled={!password || password !== again}>
          {t('act.save')}
        </Button>
      </form>
    </Door>
  );
}
