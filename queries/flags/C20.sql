-- Did different suppliers of a tender have the same legal representative?
-- Grain: tender with bids; and supplier of such bids.
-- Reads: shared_marks().
select *
from shared_marks('representative', 'same_representative_suppliers')
