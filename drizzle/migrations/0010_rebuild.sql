-- Where a read model that is built anew keeps its tables until they take the place of the living ones.
create schema rebuild;
