-- Did different suppliers of a tender pay their deposits from the same account?
-- Grain: tender with bids; and supplier of such bids.
-- Reads: shared_marks().
select *
from shared_marks('account', 'same_account_suppliers')
