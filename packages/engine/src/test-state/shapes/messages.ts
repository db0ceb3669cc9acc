import { BOOLEAN, list, map, type Operations, structure, text } from './shape.js';

/** Amazon SQS. */
export const SQS: Operations = {
  sendMessage: structure({
    MD5OfMessageBody: text(),
    MD5OfMessageAttributes: text(),
    MD5OfMessageSystemAttributes: text(),
    MessageId: text(),
    SequenceNumber: text(),
  }),
  sendMessageBatch: structure(
    {
      Successful: list(
        structure({ Id: text(), MessageId: text(), MD5OfMessageBody: text() }, ['Id', 'MessageId', 'MD5OfMessageBody']),
      ),
      Failed: list(
        structure({ Id: text(), SenderFault: BOOLEAN, Code: text(), Message: text() }, ['Id', 'SenderFault', 'Code']),
      ),
    },
    ['Successful', 'Failed'],
  ),
  receiveMessage: structure({
    Messages: list(
      structure({ MessageId: text(), ReceiptHandle: text(), MD5OfBody: text(), Body: text(), Attributes: map(text()) }),
    ),
  }),
};

/** Amazon SNS. */
export const SNS: Operations = {
  publish: structure({ MessageId: text(), SequenceNumber: text() }),
};
