export { breach } from './breach.js';
export { subjectRequest } from './subject-request.js';
