import { Alert, Badge, Button, Code, PasswordInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ink, Section, Table, useChange } from '../admin/parts';
import { api, ask } from '../api/client';
import { signedOut, useMe } from '../api/session';
import { ago } from '../text/time';

/** One's own password, second factor, and where one is signed in. */
export function Account() {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: async () => (await ask(api.GET('/api/v1/sessions'))).items });
  const end = useChange((id: number) => ask(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } })), ['sessions']);
  const endAll = useChange(() => ask(api.DELETE('/api/v1/sessions')), [], () => {
    void navigate({ to: '/masuk', search: {} }).then(() => signedOut(queries));
  });
  return (
    <>
      <div className="heading">
        <h1>{t('shell.myAccount')}</h1>
        <span className="soft">
          {me.name} · {me.login} · {me.roles.map((r) => t(`role.${r}`)).join(', ')}
        </span>
      </div>
      <div className="scrolls" tabIndex={0} role="group" aria-label={t('shell.myAccount')}>
        <div className="page stack">
          <div className="two">
            <Password />
            <SecondFactor />
          </div>
          <Section
            title={t('account.sessions')}
            query={sessions}
            action={
              <Button variant="light" color="red" loading={endAll.isPending} onClick={() => endAll.mutate()}>
                {t('account.endAll')}
              </Button>
            }
          >
            {(items) => (
              <Table heads={[t('account.browser'), t('account.seen'), '']}>
                {items.map((s) => (
                  <tr key={s.id}>
                    <td>
                      {browserOf(s.browser)} {s.isThis && <Badge>{t('account.this')}</Badge>}
                    </td>
                    <td className="soft">{ago(s.seenAt)}</td>
                    <td style={{ textAlign: 'right' }}>
                      {!s.isThis && (
                        <Button variant="default" onClick={() => end.mutate(s.id)}>
                          {t('account.end')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </Table>
            )}
          </Section>
        </div>
      </div>
    </>
  );
}

/** What a browser calls itself, as people call it. */
export function browserOf(agent: string): string {
  const browser = /Edg\//.test(agent) ? 'Edge' : /OPR\//.test(agent) ? 'Opera' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : '';
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Windows/.test(agent) ? 'Windows' : /Mac OS/.test(agent) ? 'macOS' : /Linux/.test(agent) ? 'Linux' : '';
  return [browser, system].filter(Boolean).join(' · ') || agent.slice(0, 60) || '–';
}

function Password() {
  const { t } = useTranslation();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const change = useChange(() => ask(api.PUT('/api/v1/session/password', { body: { old, new: fresh } })), ['sessions'], () => {
    setOld('');
    setFresh('');
  });
  return (
    <section className="box">
      <header>
        <h2>{t('account.password')}</h2>
      </header>
      <form
        className="waits"
        onSubmit={(e) => {
          e.preventDefault();
          change.mutate();
        }}
      >
        <PasswordInput label={t('account.old')} value={old} onChange={(e) => setOld(e.currentTarget.value)} autoComplete="current-password" required />
        <PasswordInput label={t('door.newPassword')} description={t('door.passwordRule')} value={fresh} onChange={(e) => setFresh(e.currentTarget.value)} autoComplete="new-password" minLength={12} required />
        <Button type="submit" loading={change.isPending} disabled={!old || fresh.length < 12}>
          {t('account.changePassword')}
        </Button>
      </form>
    </section>
  );
}

function SecondFactor() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const state = useQuery({ queryKey: ['authenticator'], queryFn: () => ask(api.GET('/api/v1/session/authenticator')), enabled: asked, staleTime: Infinity, refetchOnWindowFocus: false });
  const on = useChange(() => ask(api.PUT('/api/v1/session/authenticator', { body: { code } })), [], (result) => {
    setCodes((result as { codes: string[] }).codes);
    void queries.invalidateQueries({ queryKey: ['authenticator'] });
  });
  const off = useChange(() => ask(api.POST('/api/v1/session/authenticator/removal', { body: { password } })), ['authenticator'], () => {
    setPassword('');
    setCodes(null);
  });
  return (
    <section className="box">
      <header>
        <h2 className="grow">{t('account.second')}</h2>
        {state.data?.on && <Badge>{t('account.isOn')}</Badge>}
      </header>
      <div className="waits">
        <p className="soft">{t('account.secondHint')}</p>
        {!asked && (
          <Button variant="default" onClick={() => setAsked(true)}>
            {t('account.show')}
          </Button>
        )}
        {codes && (
          <Alert color="yellow" title={t('account.recovery')} styles={ink}>
            <p>{t('account.recoveryHint')}</p>
            <Code block>{codes.join('\n')}</Code>
          </Alert>
        )}
        {state.data && !state.data.on && state.data.qr && (
          <form
            className="stack"
            onSubmit={(e) => {
              e.preventDefault();
              on.mutate();
            }}
          >
            <img width={176} height={176} alt={t('account.qr')} src={`data:image/svg+xml,${encodeURIComponent(state.data.qr)}`} style={{ background: '#fff', padding: 8, borderRadius: 6 }} />
            <p className="soft">
              {t('account.orType')} <Code>{state.data.key}</Code>
            </p>
            <TextInput label={t('door.code')} value={code} onChange={(e) => setCode(e.currentTarget.value)} inputMode="numeric" autoComplete="one-time-code" maxLength={8} required />
            <Button type="submit" loading={on.isPending}>
              {t('account.turnOn')}
            </Button>
          </form>
        )}
        {state.data?.on && (
          <form
            className="stack"
            onSubmit={(e) => {
              e.preventDefault();
              off.mutate();
            }}
          >
            <p>{t('account.left', { count: state.data.recoveryCodesLeft })}</p>
            <PasswordInput label={t('door.password')} value={password} onChange={(e) => setPassword(e.currentTarget.value)} autoComplete="current-password" required />
            <Button type="submit" variant="light" color="red" loading={off.isPending}>
              {t('account.turnOff')}
            </Button>
          </form>
        )}
      </div>
    </section>
  );
}
