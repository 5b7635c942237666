export { subjectRequest } from './subject-request.js';
