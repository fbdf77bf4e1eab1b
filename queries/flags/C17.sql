-- Did different suppliers of a tender make their bids on the same device?
-- Grain: tender with bids; and supplier of such bids.
-- Reads: shared_marks().
select *
from shared_marks('device', 'same_device_suppliers')
