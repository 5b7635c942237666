import { z } from 'zod';
import { roles } from '../domain/actor.js';
import { announcementPlaces, notificationChannels, pagerKinds } from '../domain/organisation.js';
import type { OrganisationFile, PersonRole } from '../domain/organisation.js';
import * as field from './fields.js';

const personRoles = roles.filter((role): role is PersonRole => role !== 'service');
const role = z.enum(personRoles);
const approval = z.tuple([role, role], 'expected two roles: who proposes, who approves').readonly();
const contact = z.strictObject({ mail: field.mail, phone: field.phone.exactOptional() });
const ids = z.array(field.id);

const pager = z.strictObject({
  by: z.enum(pagerKinds),
  key: field.secret,
  url: field.systemUrl.exactOptional(),
});

const person = z.strictObject({
  id: field.id,
  name: field.line,
  roles: z.array(role).min(1, 'expected at least one role'),
  deputies: z.array(z.strictObject({ id: field.id, from: field.civilDate, to: field.civilDate })).exactOptional(),
  accounts: ids.exactOptional(),
  mail: field.mail,
  phone: field.phone.exactOptional(),
  pager: pager.exactOptional(),
});

const notification = z.discriminatedUnion(
  'by',
  [
    z.strictObject({ by: z.literal('form'), url: field.publicUrl }),
    z.strictObject({ by: z.literal('mail'), mail: field.mail }),
    z.strictObject({ by: z.literal('endpoint'), url: field.endpointUrl, token: field.secret }),
  ],
  `expected one of ${notificationChannels.join(', ')}`,
);

const supervisoryAuthority = z.strictObject({
  id: field.id,
  name: field.line,
  url: field.publicUrl,
  address: field.line.exactOptional(),
  notification: notification.exactOptional(),
});

const controllerInHouse = z.strictObject({
  id: field.id,
  name: field.line,
  address: field.line,
  memberState: field.memberState,
  region: z
    .string()
    .regex(/^[A-Z0-9]{1,3}$/, 'expected a region by its ISO 3166-2 code such as NW')
    .exactOptional(),
  timeZone: field.timeZone,
  supervisoryAuthority: field.id,
  jointWith: ids,
  judicialRemedy: field.localised,
});

const system = z.strictObject({
  id: field.id,
  adapter: field.id,
  owner: field.id,
  url: field.systemUrl.exactOptional(),
  token: field.secret.exactOptional(),
  dataMap: z
    .string()
    .regex(/^(?!.*\.\.)[a-z0-9][a-z0-9/.-]*\.yaml$/, 'expected the path of a YAML file beside this one')
    .exactOptional(),
});

const contract = z.strictObject({
  maxNotify: field.period,
  from: field.civilDate,
  to: field.civilDate.exactOptional(),
});

/** In the file, or put in by the hundreds. */
export const outsideController = z.strictObject({
  id: field.id,
  name: field.line,
  services: ids,
  contact,
  contract,
  externalId: field.line.exactOptional(),
  roundTheClock: contact.exactOptional(),
  language: field.language.exactOptional(),
  lastCheckedOn: field.civilDate.exactOptional(),
});

const recipient = { id: field.id, name: field.line, country: field.country, contact };

const beforeDeadline = z.union([field.period, z.string().regex(/^[1-9]\d?%$/)], {
  error: 'expected a period before the deadline such as P7D, or a share of the time such as 80%',
});

/** The shape of the file; what its parts say about each other is in rules.ts. */
export const organisationFile: z.ZodType<OrganisationFile> = z.strictObject({
  organisation: z.strictObject({
    name: field.line,
    address: field.line,
    roles: z.array(z.enum(['controller', 'processor'])).min(1),
    languages: z.array(field.language).min(1),
  }),
  supervisoryAuthorities: z.array(supervisoryAuthority).min(1),
  controllersInHouse: z.array(controllerInHouse).min(1),
  rulePacks: z.array(z.string()).min(1),
  contact: z.strictObject({ dpo: contact, privacyMailbox: field.mail }),
  mandate: z.strictObject({ text: field.prose, url: field.publicUrl }).exactOptional(),
  approvals: z.strictObject({
    refusal: approval,
    erasure: approval,
    retentionPolicy: approval,
    keyDestruction: approval,
    organisationFile: approval,
  }),
  people: z.array(person).min(1),
  services: z.array(z.strictObject({ id: field.id, owner: field.id, deputies: ids, systems: ids })),
  systems: z.array(system),
  controllers: z.array(outsideController),
  processors: z.array(z.strictObject({ ...recipient, services: ids, contract })),
  recipients: z.array(z.strictObject(recipient)),
  announcements: z.array(z.strictObject({ place: z.enum(announcementPlaces), mail: field.mail })).exactOptional(),
  warnings: z.strictObject({ subjectRequest: z.array(beforeDeadline), breach: z.array(beforeDeadline) }),
});
