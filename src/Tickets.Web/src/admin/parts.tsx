import { Alert, Button, Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused, told } from '../api/client';
import { Empty, Failed, Rows } from '../shell/states';

type Query<T> = { data?: T; isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };

/** A list of settings: its states, its table, and what can be done with it. */
export function Section<T>({ title, hint, query, action, children, empty }: { title: string; hint?: string; query: Query<T[]>; action?: ReactNode; children: (items: T[]) => ReactNode; empty?: string }) {
  const { t } = useTranslation();
  return (
    <section className="box">
      <header>
        <div className="grow">
          <h2>{title}</h2>
          {hint && <span className="soft">{hint}</span>}
        </div>
        {action}
      </header>
      {query.isPending ? (
        <Rows count={5} height={44} />
      ) : query.isError ? (
        <Failed error={query.error} again={() => void query.refetch()} />
      ) : query.data!.length === 0 ? (
        <Empty title={empty ?? t('admin.empty')} />
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={title}>
          {children(query.data!)}
        </div>
      )}
    </section>
  );
}

/** Heads and rows; above numbers the head stands where they do. */
export function Table({ heads, children }: { heads: (string | { num: string })[]; children: ReactNode }) {
  return (
    <table className="table">
      <thead>
        <tr>
          {heads.map((h, i) => (
            <th key={i} className={typeof h === 'string' ? undefined : 'num'}>
              {typeof h === 'string' ? h : h.num}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** A change of a setting: what became of it is said, and its lists are asked for anew. */
export function useChange<V = void>(change: (value: V) => Promise<unknown>, keys: string[], then?: (result: unknown) => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (result) => {
      notifications.show({ message: t('admin.saved') });
      keys.forEach((key) => void queries.invalidateQueries({ queryKey: [key] }));
      then?.(result);
    },
    onError: (error) => {
      const { title, detail } = told(error);
      const late = error instanceof Refused && error.refusal === 'SomebodyWasFaster';
      // What the other one saved is looked at, beside what stands in the form.
      if (late) keys.forEach((key) => void queries.invalidateQueries({ queryKey: [key] }));
      notifications.show({ color: 'red', title, message: late ? t('admin.overtaken.late') : detail, autoClose: 10_000 });
    },
  });
}

/** Yellow letters on yellow are read by nobody. */
export const ink = { title: { color: 'var(--mantine-color-text)' } };

/** Whether somebody saved the same since the form was opened. */
export const isOvertaken = (mine: { version?: number } | null, latest: { version?: number } | undefined) => !!mine && !!latest && mine.version !== undefined && mine.version !== latest.version;

/** What somebody else saved meanwhile beside what stands in the form: nothing is overwritten unseen, and nothing that was typed is lost. */
export function Overtaken<M extends { version?: number }, L extends { version: number }>({ mine, latest, says, onTake, onKeep }: { mine: M; latest: L | undefined; says: [string, (value: M | L) => string | null | undefined][]; onTake: (latest: L) => void; onKeep?: (version: number) => void }) {
  const { t } = useTranslation();
  if (!latest || !isOvertaken(mine, latest)) return null;
  const apart = says.filter(([, say]) => (say(mine) ?? '') !== (say(latest) ?? ''));
  return (
    <Alert color="yellow" role="alert" title={t('admin.overtaken.title')} styles={ink}>
      <div className="stack" style={{ gap: '0.5rem' }}>
        <p>{t(apart.length === 0 ? 'admin.overtaken.same' : 'admin.overtaken.hint')}</p>
        {apart.length > 0 && (
          <div className="scroll" tabIndex={0} role="group" aria-label={t('admin.overtaken.title')}>
            <Table heads={[t('admin.overtaken.field'), t('admin.overtaken.theirs'), t('admin.overtaken.mine')]}>
              {apart.map(([name, say]) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td>{say(latest) || <span className="soft">{t('admin.overtaken.none')}</span>}</td>
                  <td>{say(mine) || <span className="soft">{t('admin.overtaken.none')}</span>}</td>
                </tr>
              ))}
            </Table>
          </div>
        )}
        <div className="row wrap">
          <Button variant="default" onClick={() => onTake(latest)}>
            {t('admin.overtaken.take')}
          </Button>
          {apart.length > 0 && onKeep && (
            <Button variant="default" onClick={() => onKeep(latest.version)}>
              {t('admin.overtaken.keep')}
            </Button>
          )}
        </div>
      </div>
    </Alert>
  );
}

/** A form over the page. */
export function Form({ title, opened, onClose, onSubmit, busy, children, ready = true, action }: { title: string; opened: boolean; onClose: () => void; onSubmit: () => void; busy: boolean; children: ReactNode; ready?: boolean; action?: string }) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('act.close') }} size="lg">
      <form
        onSubmit={(e) => {
          e.preventDefault();
          if (ready) onSubmit();
        }}
      >
        <Stack gap="sm">
          {children}
          <div className="row" style={{ justifyContent: 'flex-end' }}>
            <Button type="button" variant="subtle" onClick={onClose}>
              {t('act.cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={!ready}>
              {action ?? t('act.save')}
            </Button>
          </div>
        </Stack>
      </form>
    </Modal>
  );
}
