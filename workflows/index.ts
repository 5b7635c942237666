export { breach } from './breach.js';
export { controllerNotice } from './controller-notice.js';
export { subjectRequest } from './subject-request.js';
