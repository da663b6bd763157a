// The job itself, as people do it: a municipality files the form, a reviewer approves, an auditor downloads. Arguments:
//   lang         the language of the pages
//   phone        true: at 360 px
//   javaScript   false: without script; axe-core, which needs it, is then left out
//   outbox       the folder that the service writes its mail to
//   filer        the filer's address
//   sections     [[section, [[name, value], …]], …] what is filled, in order
//   faulty       a domain of which the zone line must be shown: { domain, line }
//   live         [{ domain, verdict, line }] domains that are typed one after the other: what the live check must show of each, where
//                there is script; line is empty where there is nothing to mend
//   signatory    the address of the party's signatory
//   reviewer, auditor   { email, password }
//   words        { approved } what the reviewer's page must say after the approval
//   shots        a folder for pictures
// Result: { reference, number, states: states judged by axe-core }.
import fs from 'node:fs';
import path from 'node:path';
import { DESK, PHONE, axe, expect, scenario, shot, sideways, visit } from './drive.mjs';

scenario(async ({ args, open }) => {
  const { lang } = args;
  const options = { viewport: args.phone ? PHONE : DESK, javaScript: args.javaScript ?? true, locale: lang };
  let states = 0;
  const judge = async (page, name) => {
    const pixels = await sidewaysOf(page, options);
    expect(pixels === 0, `${name} scrolls sideways by ${pixels} px`);
    if (options.javaScript) {
      const found = await axe(page);
      expect(found.length === 0, `${name} (${page.url()}): ${JSON.stringify(found, null, 1)}`);
      states += 1;
    }
    if (args.shots) {
      fs.mkdirSync(args.shots, { recursive: true });
      await shot(page, path.join(args.shots, `${lang}-${args.phone ? 'phone' : 'desk'}-${name}.png`));
    }
  };
  const send = async (page, button) => {
    const [response] = await Promise.all([page.waitForNavigation(), page.locator(button).first().click()]);
    return response.status();
  };
  const SAVE = 'main form button.btn:not(.quiet):not([name])';

  // The filer asks for a link, which opens a draft by a button.
  const filer = await open(options);
  await visit(filer, `/${lang}`);
  await judge(filer, '01-start');
  await send(filer, 'main a.btn');
  await judge(filer, '02-ask');
  await filer.locator('[name=email]').fill('ei ole osoite');
  expect((await send(filer, SAVE)) === 422, 'an address that is none is refused');
  await judge(filer, '03-ask-refused');
  await filer.locator('[name=email]').fill(args.filer);
  await send(filer, SAVE);
  await judge(filer, '04-sent');
  await visit(filer, await mailed(args.outbox, args.filer, '/link/'));
  await judge(filer, '05-link');
  await send(filer, SAVE);
  const home = new URL(filer.url()).pathname;
  expect(/\/requests\/[0-9a-f-]{36}$/.test(home), `the link led to ${home}`);
  await judge(filer, '06-tasks-empty');

  // Each section: refused while empty, then filled.
  for (const [section, answers] of args.sections) {
    await visit(filer, `${home}/${section}`);
    if (!['people', 'blocked'].includes(section)) {
      expect((await send(filer, SAVE)) === 422, `${section} is refused while it is empty`);
      await judge(filer, `10-${section}-refused`);
      if (options.javaScript) {
        const focused = await filer.evaluate(() => document.activeElement.classList.contains('errors'));
        expect(focused, `${section}: the summary of errors has the focus`);
      }
    }
    if (section === 'domains') {
      if (options.javaScript) await checkedLive(filer, args.live, judge);
      await filer.locator('details:has([name=bulk]) > summary').click();
      await filer.locator('[name=bulk]').fill([args.faulty.domain, ...answers.map(([, value]) => value)].join('\n'));
      await send(filer, 'button[value=paste]');
      const text = await filer.locator('main').innerText();
      expect(text.includes(args.faulty.line), `the zone line is not shown: ${args.faulty.line}\n${text}`);
      await judge(filer, '11-domains-checked');
      await send(filer, 'button[name=remove][value="1"]');
    } else {
      await fill(filer, answers);
    }
    if (section === 'people') await switched(filer, lang, send);
    // Enter saves: it is not one of the languages that it presses.
    const pressed = async () => (await Promise.all([filer.waitForNavigation(), filer.locator('[name=edge]').press('Enter')]))[0].status();
    const status = section === 'edge' ? await pressed() : await send(filer, SAVE);
    expect(new URL(filer.url()).pathname.startsWith(`/${lang}/`), `${section}: saving led to ${filer.url()}`);
    expect(!filer.url().endsWith(`/${section}`), `${section}: saving did not lead on`);
    expect(status === 200, `${section} was answered ${status}: ${await filer.locator('.errors').allInnerTexts()}`);
  }
  await visit(filer, home);
  await judge(filer, '20-tasks-done');

  // Check your answers, send, confirmation.
  await visit(filer, `${home}/answers`);
  await judge(filer, '21-answers');
  expect((await send(filer, 'form[action$="/file"] button.btn')) === 422, 'not without the declaration');
  await judge(filer, '22-answers-refused');
  await filer.locator('[name=declaration]').check();
  await send(filer, 'form[action$="/file"] button.btn');
  await judge(filer, '23-filed');
  const reference = (await filer.locator('.done-panel .num').innerText()).trim();
  expect(/^FP-2026-\d{4}$/.test(reference), `the reference is ${reference}`);
  await visit(filer, home);
  await judge(filer, '24-state');

  // Kela's reviewer approves.
  const reviewer = await open(options);
  await signIn(reviewer, lang, args.reviewer, send, judge);
  await judge(reviewer, '30-queue');
  await send(reviewer, `tr:has-text("${reference}") th a`);
  await judge(reviewer, '31-case');
  expect((await send(reviewer, 'form[action$="/decision"] button.btn')) === 422, 'no decision without a choice');
  await judge(reviewer, '32-decision-refused');
  await reviewer.locator('[name=decision][value=approve]').check();
  await reviewer.locator('[name=authority_check]').fill('Soitettu vaihteen kautta ja vahvistettu.');
  const over = reviewer.locator('[name=over_errors]');
  if (await over.count()) await over.fill('Sovittu puhelimitse.').catch(() => {});
  expect((await send(reviewer, 'form[action$="/decision"] button.btn')) === 200, 'approved');
  await judge(reviewer, '33-approved');
  const number = (await reviewer.locator('main').innerText()).match(/KELA-FED-2026-\d{4}/)?.[0];
  expect(number, 'the page names the agreement');

  // The auditor finds and downloads it.
  const auditor = await open(options);
  await signIn(auditor, lang, args.auditor, send, judge);
  await auditor.locator('input[type=search]').fill(number);
  await send(auditor, 'form[role=search] button');
  await judge(auditor, '40-agreements');
  await send(auditor, `a:has-text("${number}"), th a`);
  let pdf = auditor.locator('a[href$="document.pdf"]').first();
  for (let tries = 0; tries < 60 && !(await pdf.count()); tries += 1) {
    await auditor.waitForTimeout(250);
    await auditor.reload();
  }
  await judge(auditor, '41-agreement');
  for (const [ending, begins] of [['pdf', '%PDF-'], ['json', '{']]) {
    const [download] = await Promise.all([
      auditor.waitForEvent('download'), auditor.locator(`a[href$="document.${ending}"]`).first().click()]);
    const bytes = fs.readFileSync(await download.path());
    expect(bytes.toString('latin1').startsWith(begins), `what was downloaded is no ${ending}`);
    // Before it is signed and sealed, only a copy that says so leaves the service.
    const copy = ending === 'pdf' ? '-copy' : '';
    expect(download.suggestedFilename() === `${number}-v1${copy}.${ending}`, download.suggestedFilename());
  }
  await auditor.reload();
  await judge(auditor, '42-history');

  // The filer has it too.
  await visit(filer, home);
  await judge(filer, '50-approved');
  const [own] = await Promise.all([filer.waitForEvent('download'), filer.locator('a[href$="/agreement.pdf"]').first().click()]);
  expect(fs.readFileSync(await own.path()).toString('latin1').startsWith('%PDF-'), 'the filer has the document');

  // So does the party's IT administration, by the page that its mail names and a link of its own.
  const mailbox = args.sections.flatMap(([, answers]) => answers).find(([name]) => name === 'it_mailbox')[1];
  const party = await open(options);
  await visit(party, `/${lang}/party/agreements/${number}`);
  await judge(party, '51-party-asked');
  await party.locator('[name=email]').fill(mailbox);
  await send(party, SAVE);
  await visit(party, await mailed(args.outbox, mailbox, '/link/'));
  await send(party, SAVE);
  expect(new URL(party.url()).pathname === `/${lang}/party/agreements/${number}`, `the link led to ${party.url()}`);
  await judge(party, '52-party');
  const [theirs] = await Promise.all([party.waitForEvent('download'), party.locator('a[href$="/document.pdf"]').first().click()]);
  expect(fs.readFileSync(await theirs.path()).toString('latin1').startsWith('%PDF-'), 'the party has the document');
  // The signatory signs in the service, by the personal link and the code.
  const signatory = await open(options);
  await visit(signatory, await mailed(args.outbox, args.signatory, '/link/'));
  await judge(signatory, '60-sign-link');
  await send(signatory, SAVE);
  // The signatory is written to in the language of the agreement, which is never English; the page is to be had in English too.
  const written = lang === 'en' ? 'fi' : lang;
  expect(new URL(signatory.url()).pathname === `/${written}/sign/${number}`, `the link led to ${signatory.url()}`);
  const signing = `/${lang}/sign/${number}`;
  if (lang !== written) await visit(signatory, signing);
  await judge(signatory, '61-sign');
  await send(signatory, `a[href$="/statement"]`);
  expect(new URL(signatory.url()).search === '?lacks=document', 'not before the document is opened');
  await judge(signatory, '62-sign-unread');
  const read = await signatory.request.get(`${signing}/document.pdf`);
  expect((await read.body()).toString('latin1').startsWith('%PDF-'), 'the document opens');
  await visit(signatory, `${signing}/statement`);
  await judge(signatory, '63-statement');
  await signatory.locator('[name=name]').fill('');
  expect((await send(signatory, SAVE)) === 422, 'no statement without a name');
  await judge(signatory, '64-statement-refused');
  await signatory.locator('[name=name]').fill('Johto Johtonen');
  for (const box of ['accept_read', 'accept_right', 'accept_sign']) await signatory.locator(`[name=${box}]`).check();
  await send(signatory, SAVE);
  await judge(signatory, '65-code');
  await signatory.locator('[name=code]').fill('12');
  expect((await send(signatory, SAVE)) === 422, 'a wrong code is refused');
  await judge(signatory, '66-code-refused');
  await signatory.locator('[name=code]').fill(await mailedCode(args.outbox, args.signatory));
  await send(signatory, SAVE);
  expect(new URL(signatory.url()).pathname === signing, signatory.url());
  await judge(signatory, '67-signed');
  await reviewer.goto(`/${lang}/agreements/${number}`);
  await judge(reviewer, '68-desk-signed');
  return { reference, number, states };
});

/** The newest code that was mailed to `recipient`: waited for. */
async function mailedCode(outbox, recipient) {
  for (let tries = 0; tries < 80; tries += 1) {
    const names = fs.readdirSync(outbox).filter((name) => name.endsWith('.eml')).sort().reverse();
    for (const name of names) {
      const text = fs.readFileSync(path.join(outbox, name), 'utf8').replaceAll('=\r\n', '');
      const code = text.match(/: (\d{4} \d{4})\r\n/);
      if (text.toLowerCase().includes(`to: ${recipient}`) && code) return code[1];
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`no code was mailed to ${recipient}`);
}

/** The width that does not fit; without script the layout itself is asked. */
async function sidewaysOf(page, options) {
  return options.javaScript ? sideways(page) : 0;
}

/** Switches to another language in the middle of a section and back: what was typed stays. */
async function switched(page, lang, send) {
  const field = page.locator('[name=find_people]');
  await field.fill('jokin kesken@');
  const other = lang === 'en' ? 'fi' : 'en';
  for (const to of [other, lang]) {
    await send(page, `nav.lang button[value=${to}]`);
    expect(new URL(page.url()).pathname.startsWith(`/${to}/`), `the switch to ${to} led to ${page.url()}`);
    expect((await field.inputValue()) === 'jokin kesken@', `the switch to ${to} lost what was typed`);
  }
}

/** Types domains into the first row: verdict, zone line and the sentence of the status come by themselves, and nothing is saved. */
async function checkedLive(page, domains, judge) {
  const answered = (response) => response.request().method() === 'POST' && new URL(response.url()).pathname.endsWith('/domains/check');
  const here = page.url();
  const status = page.locator('#domains-status');
  for (const { domain, verdict, line } of domains) {
    const before = await status.innerText();
    const [response] = await Promise.all([page.waitForResponse(answered), page.locator('#domain-1').fill(domain)]);
    expect(response.status() === 200, `the live check of ${domain} was answered ${response.status()}`);
    await page.locator('#domain-1-verdict', { hasText: verdict }).waitFor();
    const found = await page.locator('#domain-1-findings').innerText();
    if (line) expect(found.includes(line), `the live check does not show ${line}:\n${found}`);
    else expect(!found.includes(' IN '), `${domain} is good, and yet a line is shown:\n${found}`);
    expect((await status.innerText()) !== before, `the status does not tell the check of ${domain}`);
    await judge(page, `10-domains-live-${line ? 'faulty' : 'good'}`);
  }
  expect(page.url() === here, `the live check led to ${page.url()}`);
  await visit(page, new URL(here).pathname);
  expect((await page.locator('#domain-1').inputValue()) === '', 'the live check saved what was typed');
}

async function fill(page, answers) {
  for (const [name, value] of answers) {
    const choice = page.locator(`[name="${name}"][value="${value}"]:is([type=radio], [type=checkbox])`);
    if (await choice.count()) {
      await choice.first().check();
    } else if (value !== '') {
      const field = page.locator(`[name="${name}"]:not([type=hidden])`).first();
      if (!(await field.count())) continue;
      if ((await field.evaluate((element) => element.tagName).catch(() => 'INPUT')) === 'SELECT') await field.selectOption(value);
      else await field.fill(value);
    }
  }
}

async function signIn(page, lang, { email, password }, send, judge) {
  await visit(page, `/${lang}/sign-in`);
  await judge(page, '29-sign-in');
  await page.locator('[name=email]').fill(email);
  await page.locator('[name=password]').fill(password);
  await send(page, 'main form button.btn');
}

/** The newest link in the mail to `recipient` whose address holds `part`: waited for. */
async function mailed(outbox, recipient, part) {
  for (let tries = 0; tries < 80; tries += 1) {
    const names = fs.existsSync(outbox) ? fs.readdirSync(outbox).filter((name) => name.endsWith('.eml')).sort().reverse() : [];
    for (const name of names) {
      const text = fs.readFileSync(path.join(outbox, name), 'utf8').replaceAll('=\r\n', '').replaceAll('=3D', '=');
      const link = text.match(new RegExp(`https?://[^\\s<>"]*${part}[0-9a-f]{64}`));
      if (text.toLowerCase().includes(`to: ${recipient}`) && link) return new URL(link[0]).pathname;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`no mail to ${recipient} with ${part}`);
}
