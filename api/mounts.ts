import { randomUUID } from 'node:crypto';
import { recordAccess } from '../database/access-records.js';
import type { AccessRecord } from '../database/access-records.js';
import { readRegister } from '../database/breach-register.js';
import type { RegisterFilter } from '../database/breach-register.js';
import { statedBreaches } from '../database/holding-statements.js';
import { createKeyDestructions } from '../database/key-destruction.js';
import { createLegalHolds } from '../database/legal-holds.js';
import type { Instant } from '../domain/time.js';
import { readingCodec } from '../temporal/codec.js';
import { breachFileOf, takeAskedStep } from './breach-page.js';
import { previewLetters, readersToTell } from './communication-preview.js';
import { lookUpIncidents } from './incidents.js';
import { openReported } from './new-breach.js';
import { addAskedDocuments } from './new-documents.js';
import { mailSource, pageServices } from './page-services.js';
import type { ApiParts } from './parts.js';
import { portalServices, takeDown } from './portal-services.js';
import { publicLimit } from './rate-limits.js';
import type { Mount } from './route.js';
import { alarmPageRoutes, alarmRoutes } from './routes/alarms.js';
import { accessPageRoutes } from './routes/access-pages.js';
import { assetRoutes } from './routes/assets.js';
import { breachRegisterRoutes } from './routes/breach-register.js';
import { breachPageRoutes } from './routes/breach-pages.js';
import { breachRoutes } from './routes/breaches.js';
import { controllerNoticeRoutes } from './routes/controller-notices.js';
import { controllersPageRoutes, noticePagesOfStaff } from './routes/controller-pages.js';
import type { ControllerPageDependencies } from './routes/controller-pages.js';
import { controllerRoutes } from './routes/controllers.js';
import { casePageRoutes } from './routes/case-pages.js';
import { codecMount } from './routes/codec-mount.js';
import { decisionAidPageRoutes } from './routes/decision-aid-pages.js';
import { decisionAidRoutes } from './routes/decision-aid.js';
import { deadlineRoutes } from './routes/deadlines.js';
import { documentRoutes } from './routes/documents.js';
import { holdingStatementPageRoutes, holdingStatementRoutes } from './routes/holding-statements.js';
import { holdPageRoutes } from './routes/hold-pages.js';
import { incidentPageRoutes } from './routes/incident-pages.js';
import { keyRoutes } from './routes/keys.js';
import { ledgerRoutes } from './routes/ledger.js';
import { legalHoldRoutes } from './routes/legal-holds.js';
import { newBreachRoutes } from './routes/new-breach.js';
import { newCaseRoutes } from './routes/new-case.js';
import { operationsRoutes } from './routes/operations.js';
import { recipientPageRoutes } from './routes/recipient-pages.js';
import { registerPageRoutes } from './routes/register-pages.js';
import { noticePageRoutes } from './routes/notice-page.js';
import { portalRoutes } from './routes/portal.js';
import { startRoutes } from './routes/start.js';
import { subjectRequestRoutes } from './routes/subject-requests.js';

/** Portal requests per minute from one address: a family behind one router, not a flood. */
const PORTAL_PER_MINUTE = 60;

/** Every address of Duly but those of sign-in. */
export function mountsOf(parts: ApiParts): readonly Mount[] {
  return [...resources(parts), ...pages(parts)];
}

function resources(parts: ApiParts): readonly Mount[] {
  const { pool, keys, organisation, namespace, config, questions, now } = parts;
  const destructions = createKeyDestructions({ pool, keys, backupRetentionDays: config.backupDays });
  return [
    deadlineRoutes(),
    subjectRequestRoutes(parts),
    // Before the breaches themselves, whose address takes any id.
    decisionAidRoutes(),
    breachRoutes(parts),
    controllerNoticeRoutes(parts),
    controllerRoutes(parts),
    documentRoutes('subject-request', parts),
    documentRoutes('breach', parts),
    documentRoutes('controller-notice', parts),
    holdingStatementRoutes(statementsOf(parts)),
    breachRegisterRoutes({ ...registerOf(parts), organisation }),
    keyRoutes({ destructions, organisation, now }),
    legalHoldRoutes({
      ...{ questions, now },
      holds: createLegalHolds(pool, keys),
      recordAccess: (record) => recordAccess(pool, record),
    }),
    alarmRoutes({ db: pool }),
    ledgerRoutes({ pool }),
    codecMount({ pool, codec: readingCodec(keys, { namespace }), uiOrigin: config.temporalUiUrl?.origin, now }),
  ];
}

function statementsOf({ pool, keys, now }: ApiParts) {
  return { statedBreaches: () => statedBreaches(pool, keys), now };
}

function registerOf({ pool, keys, log, now }: ApiParts) {
  return {
    readRegister: (filter: RegisterFilter, at: Instant) => readRegister({ pool, keys, logName: log.name }, filter, at),
    recordAccess: (record: AccessRecord) => recordAccess(pool, record),
    now,
  };
}

function pages(parts: ApiParts): readonly Mount[] {
  const { pool, keys, organisation, questions, version, now } = parts;
  const shown = {
    ...{ pages: parts.pages, pulse: parts.pulse, version, now },
    organisation: () => organisation,
    newNonce: () => randomUUID(),
    recordAccess: (record: AccessRecord) => recordAccess(pool, record),
  };
  const readBreach = (caseId: string) => breachFileOf(pool, keys, caseId);
  const { readCase } = pageServices(parts);
  const held = { ...shown, questions, holds: createLegalHolds(pool, keys) };
  const breachPages: ControllerPageDependencies = {
    ...shown,
    ...pageServices(parts),
    ...{ pool, keys, questions, controllers: parts.controllers, noticeDesk: parts.noticeDesk },
    readBreach,
    takeStep: (asked) => takeAskedStep(parts, asked),
    readersToTell: (about) => readersToTell(parts, about),
    previewLetters: (asked) => previewLetters(parts, asked),
    addDocuments: (asked) => addAskedDocuments(parts, asked),
  };
  return [
    assetRoutes(),
    startRoutes(shown),
    alarmPageRoutes({ ...shown, db: pool }),
    operationsRoutes({ ...shown, db: pool, sources: (since) => mailSource(pool, since) }),
    accessPageRoutes({ ...shown, db: pool }),
    decisionAidPageRoutes(shown),
    holdingStatementPageRoutes({ ...shown, ...statementsOf(parts) }),
    registerPageRoutes({ ...shown, ...registerOf(parts) }),
    // Before the page of a breach, whose address takes any id.
    newBreachRoutes({ ...shown, readBreach, openBreach: (reported) => openReported(parts, reported) }),
    breachPageRoutes(breachPages),
    controllersPageRoutes(breachPages),
    recipientPageRoutes({ ...breachPages, recipients: parts }),
    noticePagesOfStaff(breachPages),
    casePageRoutes({ ...shown, ...pageServices(parts) }),
    incidentPageRoutes({ ...shown, readCase, lookUp: (asked) => lookUpIncidents(parts, asked) }),
    holdPageRoutes('subject-request', { ...held, readHeld: async (caseId) => (await readCase(caseId))?.request }),
    holdPageRoutes('breach', { ...held, readHeld: async (caseId) => (await readBreach(caseId))?.breach }),
    newCaseRoutes({ ...shown, ...pageServices(parts), openCase: takeDown(parts) }),
    noticePageRoutes({ ...shown, ...parts, organisation: shown.organisation, limit: publicLimit(PORTAL_PER_MINUTE) }),
    portalRoutes({ ...shown, ...portalServices(parts), limit: publicLimit(PORTAL_PER_MINUTE) }),
  ];
}
