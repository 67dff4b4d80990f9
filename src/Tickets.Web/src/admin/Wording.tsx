import { Badge, Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';
import { useSavedReplies } from '../api/names';
import { moment, number } from '../text/time';
import { difference } from './difference';
import { Form, isOvertaken, Overtaken, Section, Table, useChange } from './parts';

type Template = Schemas['ListedTemplate'];
type Reply = Schemas['ListedReply'] & { isNew?: boolean };

/** What changed, word by word: for the eye by colour and line, for the ear by name. */
function Difference({ before, after }: { before: string; after: string }) {
  return (
    <p className="difference">
      {difference(before, after).map((piece, i) => (piece.kind === 'gone' ? <del key={i}>{piece.text}</del> : piece.kind === 'new' ? <ins key={i}>{piece.text}</ins> : <span key={i}>{piece.text}</span>))}
    </p>
  );
}

/** Words that go out by themselves; what somebody changes waits for a second person. */
export function Templates() {
  const { t } = useTranslation();
  const templates = useQuery({ queryKey: ['templates'], queryFn: async () => (await ask(api.GET('/api/v1/templates'))).items });
  const [edited, setEdited] = useState<Template | null>(null);
  const [judged, setJudged] = useState<Template | null>(null);
  const [reason, setReason] = useState('');
  const at = (x: Template) => ({ path: { code: x.code, language: x.language } });
  const save = useChange((x: Template) => ask(api.PUT('/api/v1/templates/{code}/{language}', { params: at(x), body: { text: x.draft?.text ?? x.text, version: x.version } })), ['templates'], () => setEdited(null));
  const seen = (x: { version: number }) => ({ header: { 'If-Match': `"${x.version}"` } });
  const reset = useChange((x: Template) => ask(api.DELETE('/api/v1/templates/{code}/{language}', { params: { ...at(x), ...seen(x) } })), ['templates'], () => setEdited(null));
  const approve = useChange((x: Template) => ask(api.POST('/api/v1/templates/{code}/{language}/approval', { params: at(x), body: { version: x.version } })), ['templates', 'audit'], () => setJudged(null));
  const discard = useChange(
    (x: Template) => ask(api.DELETE('/api/v1/templates/{code}/{language}/draft', { params: { ...at(x), ...seen(x), query: { reason: reason.trim() || undefined } } })),
    ['templates', 'audit'],
    () => (setJudged(null), setReason('')),
  );
  const name = (x: Template) => t(`template.${x.code.replace('.', '_')}`, { defaultValue: x.code });
  const now = (was: Template | null) => templates.data?.find((x) => x.code === was?.code && x.language === was.language);
  const latest = now(edited);
  const waiting = templates.data?.filter((x) => x.draft) ?? [];
  const words = (x: Template) => x.draft?.text ?? x.text;
  return (
    <>
      {waiting.length > 0 && (
        <section className="box">
          <header>
            <div className="grow">
              <h2>{t('admin.templates.waiting', { count: waiting.length })}</h2>
              <span className="soft">{t('admin.templates.waitingHint')}</span>
            </div>
          </header>
          <div className="waits">
            {waiting.map((x) => (
              <article key={x.code + x.language} className="stack" style={{ gap: '0.375rem' }} aria-label={`${name(x)}, ${t(`language.${x.language}`)}`}>
                <div className="row wrap">
                  <b>{name(x)}</b>
                  <span className="soft">
                    {t(`language.${x.language}`)} · {t('admin.templates.by', { who: x.draft!.by, at: moment(x.draft!.at) })}
                  </span>
                </div>
                <Difference before={x.text} after={x.draft!.text} />
                <div className="row wrap">
                  {x.draft!.mine ? <span className="soft">{t('admin.templates.mine')}</span> : <Button onClick={() => setJudged(x)}>{t('admin.templates.judge')}</Button>}
                  <Button variant="subtle" onClick={() => setEdited(x)}>
                    {t('admin.templates.mend')}
                  </Button>
                  {x.draft!.mine && (
                    <Button variant="subtle" color="red" loading={discard.isPending} onClick={() => discard.mutate(x)}>
                      {t('admin.templates.withdraw')}
                    </Button>
                  )}
                </div>
              </article>
            ))}
          </div>
        </section>
      )}
      <Section title={t('admin.page.templat')} hint={t('admin.templates.hint')} query={templates}>
        {(items) => (
          <Table heads={[t('admin.templates.which'), t('admin.templates.text'), '']}>
            {items.map((x) => (
              <tr key={x.code + x.language}>
                <td style={{ whiteSpace: 'nowrap' }}>
                  <button type="button" className="link" onClick={() => setEdited(x)}>
                    {name(x)}
                  </button>
                  <div className="soft">{t(`language.${x.language}`)}</div>
                </td>
                <td>
                  <div className="clamp">{x.text}</div>
                </td>
                <td>
                  {x.changed && <Badge color="teal">{t('admin.templates.own')}</Badge>} {x.draft && <Badge color="yellow">{t('admin.templates.draft')}</Badge>}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form title={edited ? name(edited) : ''} opened={!!edited} onClose={() => setEdited(null)} onSubmit={() => edited && save.mutate(edited)} busy={save.isPending} ready={!!edited && !!words(edited).trim() && !isOvertaken(edited, latest)} action={t('admin.templates.propose')}>
        {edited && (
          <>
            <Overtaken mine={edited} latest={latest} says={[[t('admin.templates.text'), words]]} onTake={setEdited} onKeep={(version) => setEdited({ ...edited, version })} />
            <Textarea
              label={t(`language.${edited.language}`)}
              value={words(edited)}
              onChange={(e) => setEdited({ ...edited, draft: { text: e.currentTarget.value, by: '', at: '', mine: true } })}
              minRows={6}
              maxRows={14}
              maxLength={1000}
              required
            />
            <p className="soft">
              {t('admin.templates.must')}: {edited.must.map((m) => `{${m}}`).join(' ')} · {t('admin.templates.may')}: {edited.may.map((m) => `{${m}}`).join(' ')} · {number(words(edited).length)}/{number(1000)}
            </p>
            {words(edited) !== edited.text && (
              <div>
                <b>{t('admin.templates.difference')}</b>
                <Difference before={edited.text} after={words(edited)} />
              </div>
            )}
            <p className="soft">{t('admin.templates.second')}</p>
            {edited.changed && (
              <Button variant="light" color="red" loading={reset.isPending} disabled={isOvertaken(edited, latest)} onClick={() => reset.mutate(edited)}>
                {t('admin.templates.reset')}
              </Button>
            )}
          </>
        )}
      </Form>
      <Form title={judged ? name(judged) : ''} opened={!!judged} onClose={() => setJudged(null)} onSubmit={() => judged && approve.mutate(judged)} busy={approve.isPending} ready={!isOvertaken(judged, now(judged))} action={t('admin.templates.approve')}>
        {judged?.draft && (
          <>
            <Overtaken mine={judged} latest={now(judged)} says={[[t('admin.templates.text'), words]]} onTake={(x) => setJudged(x.draft ? x : null)} />
            <p>{t('admin.templates.by', { who: judged.draft.by, at: moment(judged.draft.at) })}</p>
            <div>
              <b>{t('admin.templates.difference')}</b>
              <Difference before={judged.text} after={judged.draft.text} />
            </div>
            <div>
              <b>{t('admin.templates.whole')}</b>
              <p className="preview-words">{judged.draft.text}</p>
            </div>
            <div className="row wrap" style={{ alignItems: 'flex-end' }}>
              <TextInput className="grow" label={t('admin.templates.whyNot')} value={reason} onChange={(e) => setReason(e.currentTarget.value)} maxLength={500} />
              <Button variant="light" color="red" loading={discard.isPending} disabled={isOvertaken(judged, now(judged))} onClick={() => discard.mutate(judged)}>
                {t('admin.templates.reject')}
              </Button>
            </div>
          </>
        )}
      </Form>
    </>
  );
}

/** Words that people say often. */
export function SavedRepliesAdmin() {
  const { t } = useTranslation();
  const replies = useSavedReplies();
  const [edited, setEdited] = useState<Reply | null>(null);
  const latest = replies.data?.find((r) => r.code === edited?.code);
  const save = useChange(
    // What somebody deleted meanwhile is kept anew by saving once more.
    (r: Reply) => ask(api.PUT('/api/v1/saved-replies/{code}', { params: { path: { code: r.code } }, body: { title: r.title, text: r.text, version: latest || r.isNew ? r.version : null } })),
    ['saved-replies'],
    () => setEdited(null),
  );
  const remove = useChange(
    (r: Reply) => ask(api.DELETE('/api/v1/saved-replies/{code}', { params: { path: { code: r.code }, header: { 'If-Match': `"${r.version}"` } } })),
    ['saved-replies'],
    () => setEdited(null),
  );
  // A code that is taken is told of when saving, not while it is typed.
  const rival = edited?.isNew && !save.isError ? undefined : latest;
  return (
    <>
      <Section title={t('admin.page.balasan')} hint={t('admin.replies.hint')} query={replies} action={<Button onClick={() => (save.reset(), setEdited({ code: '', title: '', text: '', version: 0, isNew: true }))}>{t('admin.add')}</Button>} empty={t('composer.noneSaved')}>
        {(items) => (
          <Table heads={[t('admin.code'), t('admin.replies.title'), t('admin.templates.text')]}>
            {items.map((r) => (
              <tr key={r.code}>
                <td>
                  <button type="button" className="link" onClick={() => setEdited(r)}>
                    /{r.code}
                  </button>
                </td>
                <td>{r.title}</td>
                <td>
                  <div className="clamp">{r.text}</div>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form title={edited?.title || t('admin.page.balasan')} opened={!!edited} onClose={() => setEdited(null)} onSubmit={() => edited && save.mutate(edited)} busy={save.isPending} ready={!!edited?.code && !!edited.title && !!edited.text && !isOvertaken(edited, rival)}>
        {edited && (
          <>
            <Overtaken
              mine={edited}
              latest={rival}
              says={[
                [t('admin.replies.title'), (r) => r.title],
                [t('admin.templates.text'), (r) => r.text],
              ]}
              onTake={setEdited}
              onKeep={(version) => setEdited({ ...edited, version })}
            />
            <TextInput label={t('admin.code')} description={t('admin.replies.codeHint')} value={edited.code} disabled={!edited.isNew} onChange={(e) => setEdited({ ...edited, code: e.currentTarget.value.toLowerCase() })} maxLength={32} required />
            <TextInput label={t('admin.replies.title')} value={edited.title} onChange={(e) => setEdited({ ...edited, title: e.currentTarget.value })} maxLength={200} required />
            <Textarea label={t('admin.templates.text')} description={t('admin.replies.textHint')} value={edited.text} onChange={(e) => setEdited({ ...edited, text: e.currentTarget.value })} minRows={5} maxLength={4000} required />
            {!edited.isNew && (
              <Button variant="light" color="red" loading={remove.isPending} disabled={isOvertaken(edited, rival)} onClick={() => remove.mutate(edited)}>
                {t('act.delete')}
              </Button>
            )}
          </>
        )}
      </Form>
    </>
  );
}
