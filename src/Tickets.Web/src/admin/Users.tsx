import { Alert, Badge, Button, Code, CopyButton, Modal, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';
import { useDirectorates, useNames } from '../api/names';
import { DateInput } from '../shell/DateInput';
import { moment } from '../text/time';
import { Form, isOvertaken, Overtaken, Section, Table, useChange } from './parts';
import { useCalendars } from './Promises';

type User = Omit<Schemas['ListedUser'], 'deputy' | 'absentFrom' | 'absentUntil' | 'version'> & { version?: number };
type Absence = { user: Schemas['ListedUser']; version: number; from: string; until: string; deputy: string | null };
export const roles = ['admin-social', 'officer', 'supervisor', 'director', 'inspectorate', 'reporting', 'administrator'];
const fresh: User = { id: 0, login: '', name: '', roles: ['officer'], directorate: null, onDuty: true, active: true, openWork: 0, calendar: 'NASIONAL' };

/** Staff: who may come in and what they may do. */
export function Users() {
  const { t } = useTranslation();
  const users = useQuery({ queryKey: ['users'], queryFn: async () => (await ask(api.GET('/api/v1/users'))).items });
  const units = useDirectorates().data ?? [];
  const names = useNames();
  const [edited, setEdited] = useState<User | null>(null);
  const [invitation, setInvitation] = useState<(Schemas['SessionEndpointsInvitationBody'] & { login: string }) | null>(null);
  const save = useChange(
    (u: User) => {
      const body = { login: u.login, name: u.name, roles: u.roles, directorate: u.directorate, onDuty: u.onDuty, active: u.active, calendar: u.calendar, version: u.version } as never;
      return u.id === 0 ? ask(api.POST('/api/v1/users', { body })) : ask(api.PUT('/api/v1/users/{login}', { params: { path: { login: u.login } }, body }));
    },
    ['users', 'officers'],
    () => setEdited(null),
  );
  const invite = useChange(
    async (login: string) => ({ ...(await ask(api.POST('/api/v1/users/{login}/invitation', { params: { path: { login } } }))), login }),
    [],
    (result) => setInvitation(result as typeof invitation),
  );
  const signOut = useChange((login: string) => ask(api.DELETE('/api/v1/users/{login}/sessions', { params: { path: { login } } })), ['audit']);
  const calendars = useCalendars().data ?? [];
  const [away, setAway] = useState<Absence | null>(null);
  const arrange = useChange(
    (a: Absence) =>
      ask(
        api.PUT('/api/v1/users/{login}/absence', {
          params: { path: { login: a.user.login } },
          body: { from: a.from ? new Date(a.from).toISOString() : null, until: a.until ? new Date(a.until).toISOString() : null, deputy: a.deputy, version: a.version },
        }),
      ),
    ['users', 'officers'],
    () => setAway(null),
  );
  const back = useChange(
    (a: Absence) => ask(api.DELETE('/api/v1/users/{login}/absence', { params: { path: { login: a.user.login }, header: { 'If-Match': `"${a.version}"` } } })),
    ['users', 'officers'],
    () => setAway(null),
  );
  // As the field of the browser writes it, in its own zone.
  const local = (iso: string | null) => (iso ? new Date(Date.parse(iso) - new Date(iso).getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : '');
  const absenceOf = (user: Schemas['ListedUser']): Absence => ({ user, version: user.version, from: local(user.absentFrom), until: local(user.absentUntil), deputy: user.deputy });
  const absent = users.data?.find((u) => u.login === away?.user.login);
  const latestAway = absent && absenceOf(absent);
  const at = (field: string) => (field ? moment(new Date(field).toISOString()) : null);
  const set = (changes: Partial<User>) => setEdited((e) => e && { ...e, ...changes });
  const latest = users.data?.find((u) => u.login === edited?.login);
  return (
    <>
      <Section title={t('admin.page.pengguna')} hint={t('admin.users.hint')} query={users} action={<Button onClick={() => setEdited(fresh)}>{t('admin.users.add')}</Button>}>
        {(items) => (
          <Table heads={[t('admin.users.name'), t('admin.users.roles'), t('ticket.unit'), t('admin.users.state'), { num: t('team.openWorkShort') }, '']}>
            {items.map((u) => (
              <tr key={u.login}>
                <td>
                  <button type="button" className="link" onClick={() => setEdited(u)}>
                    {u.name}
                  </button>
                  <div className="soft">{u.login}</div>
                </td>
                <td>{u.roles.map((r) => t(`role.${r}`)).join(', ')}</td>
                <td title={u.directorate ?? undefined}>{names.directorate(u.directorate)}</td>
                <td>
                  <Badge color={!u.active ? 'gray' : u.onDuty ? 'teal' : 'yellow'}>{t(!u.active ? 'admin.users.left' : u.onDuty ? 'admin.users.onDuty' : 'team.offDuty')}</Badge>
                  {u.absentFrom && (
                    <div className="soft">
                      {u.absentUntil ? t('admin.users.awayUntil', { from: moment(u.absentFrom, false), until: moment(u.absentUntil, false) }) : t('admin.users.awayFrom', { from: moment(u.absentFrom, false) })}
                      {u.deputy && ` · ${t('admin.users.deputyIs', { who: items.find((d) => d.login === u.deputy)?.name ?? u.deputy })}`}
                    </div>
                  )}
                </td>
                <td className="num">{u.openWork}</td>
                <td>
                  <div className="row" style={{ justifyContent: 'flex-end' }}>
                    <Button variant="default" disabled={!u.active} onClick={() => setAway(absenceOf(u))}>
                      {t('admin.users.absence')}
                    </Button>
                    <Button variant="default" disabled={!u.active} onClick={() => invite.mutate(u.login)}>
                      {t('admin.users.invite')}
                    </Button>
                    <Button variant="subtle" onClick={() => signOut.mutate(u.login)}>
                      {t('admin.users.signOut')}
                    </Button>
                  </div>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form title={edited?.id ? edited.name : t('admin.users.add')} opened={!!edited} onClose={() => setEdited(null)} onSubmit={() => edited && save.mutate(edited)} busy={save.isPending} ready={!!edited?.login && !!edited.name && edited.roles.length > 0 && !isOvertaken(edited, latest)}>
        {edited && (
          <>
            <Overtaken
              mine={edited}
              latest={latest}
              says={[
                [t('admin.users.name'), (u) => u.name],
                [t('admin.users.roles'), (u) => u.roles.map((r) => t(`role.${r}`)).sort().join(', ')],
                [t('ticket.unit'), (u) => names.directorate(u.directorate)],
                [t('admin.users.calendar'), (u) => calendars.find((c) => c.code === u.calendar)?.name ?? u.calendar],
                [t('admin.users.onDutyLong'), (u) => t(u.onDuty ? 'admin.yes' : 'admin.no')],
                [t('admin.users.activeLong'), (u) => t(u.active ? 'admin.yes' : 'admin.no')],
              ]}
              onTake={setEdited}
              onKeep={(version) => set({ version })}
            />
            <TextInput label={t('door.login')} description={t('admin.users.loginHint')} value={edited.login} disabled={edited.id !== 0} onChange={(e) => set({ login: e.currentTarget.value.toLowerCase() })} maxLength={64} required />
            <TextInput label={t('admin.users.name')} value={edited.name} onChange={(e) => set({ name: e.currentTarget.value })} maxLength={200} required />
            <MultiSelect label={t('admin.users.roles')} value={[...edited.roles]} data={roles.map((r) => ({ value: r, label: t(`role.${r}`) }))} onChange={(r) => set({ roles: r })} required />
            <Select label={t('ticket.unit')} description={t('admin.users.unitHint')} clearable searchable value={edited.directorate} data={units.map((u) => ({ value: u.code, label: u.name }))} onChange={(d) => set({ directorate: d })} />
            <Select label={t('admin.users.calendar')} description={t('admin.users.calendarHint')} value={edited.calendar} data={calendars.map((c) => ({ value: c.code, label: c.name }))} onChange={(v) => v && set({ calendar: v })} />
            <Switch label={t('admin.users.onDutyLong')} checked={edited.onDuty} onChange={(e) => set({ onDuty: e.currentTarget.checked })} />
            <Switch label={t('admin.users.activeLong')} checked={edited.active} onChange={(e) => set({ active: e.currentTarget.checked })} />
          </>
        )}
      </Form>
      <Form title={away ? t('admin.users.absenceOf', { who: away.user.name }) : ''} opened={!!away} onClose={() => setAway(null)} onSubmit={() => away && arrange.mutate(away)} busy={arrange.isPending} ready={!!away && !(away.from && away.until && away.until <= away.from) && !isOvertaken(away, latestAway)}>
        {away && (
          <>
            <Overtaken
              mine={away}
              latest={latestAway}
              says={[
                [t('admin.users.awayStart'), (a) => at(a.from)],
                [t('admin.users.awayEnd'), (a) => at(a.until)],
                [t('admin.users.deputy'), (a) => users.data?.find((u) => u.login === a.deputy)?.name ?? a.deputy],
              ]}
              onTake={setAway}
              onKeep={(version) => setAway({ ...away, version })}
            />
            <p className="soft">{t('admin.users.absenceHint')}</p>
            <div className="two">
              <DateInput withTime label={t('admin.users.awayStart')} description={t('admin.users.awayStartHint')} value={away.from} onChange={(e) => setAway({ ...away, from: e.currentTarget.value })} />
              <DateInput withTime label={t('admin.users.awayEnd')} description={t('admin.users.awayEndHint')} value={away.until} min={away.from || undefined} onChange={(e) => setAway({ ...away, until: e.currentTarget.value })} />
            </div>
            <Select
              label={t('admin.users.deputy')}
              clearable
              searchable
              value={away.deputy}
              data={(users.data ?? []).filter((u) => u.active && u.login !== away.user.login).map((u) => ({ value: u.login, label: u.directorate ? `${u.name} (${names.directorate(u.directorate)})` : u.name }))}
              onChange={(v) => setAway({ ...away, deputy: v })}
            />
            {away.user.absentFrom && (
              <Button variant="light" loading={back.isPending} disabled={isOvertaken(away, latestAway)} onClick={() => back.mutate(away)}>
                {t('admin.users.back')}
              </Button>
            )}
          </>
        )}
      </Form>
      <Modal opened={!!invitation} onClose={() => setInvitation(null)} title={t('admin.users.invitation', { login: invitation?.login })} closeButtonProps={{ 'aria-label': t('act.close') }} size="lg">
        {invitation && (
          <div className="stack">
            <Alert color="yellow">{t('admin.users.invitationHint', { at: moment(invitation.expiresAt) })}</Alert>
            <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {invitation.link}
            </Code>
            <CopyButton value={invitation.link}>{({ copied, copy }) => <Button onClick={copy}>{t(copied ? 'act.copied' : 'act.copy')}</Button>}</CopyButton>
          </div>
        )}
      </Modal>
    </>
  );
}
